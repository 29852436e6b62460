using System.Text.Json;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>One model at a time: a conversation loses its model to another one and comes back.</summary>
public sealed class SavedPrefixTests : IDisposable
{
    private const string Question =
        "What is machine learning? Tell me what it is used for, who needs it, and what one should know about it before one begins to work with it.";

    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    private Task<RealService> StartAsync(params string[] settings) =>
        RealService.StartAsync(_home.Path, ["--MultiLLM:MaxConcurrentModels", "1", "--MultiLLM:SavedPrefixBytes", "1000000000", .. settings]);

    private string[] States => Directory.Exists(Path.Combine(_home.Path, "kv")) ? Directory.GetFiles(Path.Combine(_home.Path, "kv"), "*.kv", SearchOption.AllDirectories) : [];

    [Fact]
    public async Task Chat_ModelWasEvicted_HistoryIsNotComputedAgain()
    {
        await using var real = await StartAsync();
        var first = await AskAsync(real, null);
        var stayed = await AskAsync(real, first.Text);
        await EvictAsync(real);
        var back = await AskAsync(real, first.Text);

        Assert.Equal(stayed.Text, back.Text);
        Assert.InRange(back.Cached, first.Prompt, back.Prompt - 1);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_home.Path, "kv")));
    }

    [Fact]
    public async Task Chat_ServiceWasRestarted_HistoryIsNotComputedAgain()
    {
        string text;
        await using (var real = await StartAsync())
            text = (await AskAsync(real, null)).Text;
        await using var again = await StartAsync();
        var back = await AskAsync(again, text);
        Assert.True(back.Cached > 0);
    }

    [Fact]
    public async Task Chat_StateIsCorrupt_IsAnsweredAllTheSame()
    {
        await using var real = await StartAsync();
        var first = await AskAsync(real, null);
        await EvictAsync(real);
        Assert.NotEmpty(States);
        foreach (var state in States)
        {
            await using var file = File.OpenWrite(state);
            file.Position = file.Length / 2;
            file.Write(new byte[100]);
        }
        var back = await AskAsync(real, first.Text);
        Assert.Equal(0, back.Cached);
        Assert.NotEqual("", back.Text);
    }

    [Fact]
    public async Task Chat_Off_KeepsNothingAndDeletesWhatWasKept()
    {
        await using (var real = await StartAsync())
            await AskAsync(real, null);
        Assert.NotEmpty(States);

        await using var off = await StartAsync("--MultiLLM:SavedPrefixBytes", "0");
        var first = await AskAsync(off, null);
        await EvictAsync(off);
        var back = await AskAsync(off, first.Text);
        Assert.Equal(0, back.Cached);
        Assert.Empty(States);
    }

    [Fact]
    public async Task Chat_FolderCannotBeMade_IsAnsweredAllTheSame()
    {
        await File.WriteAllTextAsync(Path.Combine(_home.Path, "kv"), "a file where the folder would be", TestContext.Current.CancellationToken);
        await using var real = await StartAsync();
        var first = await AskAsync(real, null);
        await EvictAsync(real);
        Assert.Equal(0, (await AskAsync(real, first.Text)).Cached);
    }

    private static async Task EvictAsync(RealService real)
    {
        await real.PostOkAsync("/v1/embeddings", """{"model":"starter-embed","input":"x"}""");
        Assert.Equal("unloaded", (await real.ModelAsync("starter-chat")).GetProperty("state").GetString());
    }

    /// <summary>The question, or with its answer the next one.</summary>
    private static async Task<(string Text, int Prompt, int Cached)> AskAsync(RealService real, string? answered)
    {
        List<object> messages = [new { role = "user", content = Question }];
        if (answered is not null)
            messages.AddRange([new { role = "assistant", content = answered }, new { role = "user", content = "What is encryption?" }]);
        var body = await real.PostOkAsync("/v1/chat/completions", JsonSerializer.Serialize(new { model = "starter-chat", messages, temperature = 0, max_tokens = 60 }));
        var usage = body.GetProperty("usage");
        return (
            body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!,
            usage.GetProperty("prompt_tokens").GetInt32(),
            usage.TryGetProperty("prompt_tokens_details", out var details) ? details.GetProperty("cached_tokens").GetInt32() : 0);
    }
}
