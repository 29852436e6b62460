using System.Diagnostics;
using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>A second MultiLLM with the real engine and a starter model is the program that serves a model of the first.</summary>
public sealed class ManagedServerTests : IAsyncLifetime
{
    private readonly TempFolder _home = new();
    private RealService _real = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_home.Path, "catalog.d"));
        var catalog = new
        {
            models = new[]
            {
                new
                {
                    id = "served", name = "Served", type = "small_llm", context_length = 1024,
                    server = new
                    {
                        command = (string[])["dotnet", Path.Combine(RepositoryRoot.Application, "server", "MultiLLM.Server.dll"), "--port", "{port}"],
                        model = "starter-chat", health = "/health/ready", stop_timeout_seconds = 5, ready_timeout_seconds = 40,
                        environment = new Dictionary<string, string> 
                        {
                            ["MULTILLM_HOME"] = Path.Combine(_home.Path, "inner"),
                            ["MultiLLM__StarterFolder"] = RepositoryRoot.StarterModels,
                        },
                    },
                },
            },
        };
        await File.WriteAllTextAsync(Path.Combine(_home.Path, "catalog.d", "served.json"), JsonSerializer.Serialize(catalog));
        _real = await RealService.StartAsync(_home.Path, ["--MultiLLM:InactiveThresholdMinutes", "0.05"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _real.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Chat_ServedByAnotherMultiLLM_LoadsAnswersLeavesAndRecovers()
    {
        const string Ask = """{"model":"served","messages":[{"role":"user","content":"What is machine learning?"}],"max_tokens":12,"temperature":0}""";

        var first = await _real.PostOkAsync("/v1/chat/completions", Ask);

        Assert.InRange(first.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), 1, 12);
        var text = first.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
        Assert.False(string.IsNullOrWhiteSpace(text));
        var process = await ProcessAsync();

        using (var victim = Process.GetProcessById(process))
            victim.Kill();
        await Eventually.TrueAsync(async () => await StateAsync() == "failed");
        var second = await _real.PostOkAsync("/v1/chat/completions", Ask);
        Assert.Equal(text, second.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.NotEqual(process, process = await ProcessAsync());

        await Eventually.TrueAsync(async () => await StateAsync() == "unloaded"); // nobody asked for three seconds
        Assert.False(Directory.Exists($"/proc/{process}"));
        var fit = await _real.PostOkAsync("/models/served/validate", "{}");
        Assert.Equal("measured", fit.GetProperty("memory").GetProperty("source").GetString());
    }

    [Theory]
    [InlineData("/models/served/load", """{"server":{"command":["touch","{0}"]}}""")]
    [InlineData("/models/pull", """{"model":"x","server":{"command":["touch","{0}"]}}""")]
    [InlineData("/models/import", """{"path":"/tmp/x.gguf","server":{"command":["touch","{0}"]}}""")]
    [InlineData("/chat", """{"message":"x","server":{"command":["touch","{0}"]},"command":["touch","{0}"]}""")]
    [InlineData("/v1/chat/completions", """{"model":"starter-chat","messages":[{"role":"user","content":"x"}],"max_tokens":1,"server":{"command":["touch","{0}"]}}""")]
    public async Task Post_CommandInARequest_IsNeverRun(string path, string body)
    {
        var mark = Path.Combine(_home.Path, "touched");
        var before = (await _real.ModelAsync("served")).ToString();

        await _real.Service.PostJsonAsync(path, body.Replace("{0}", mark, StringComparison.Ordinal));

        Assert.False(File.Exists(mark));
        Assert.Equal(["served.json"], Directory.EnumerateFiles(Path.Combine(_home.Path, "catalog.d")).Select(Path.GetFileName));
        Assert.DoesNotContain("touch", before);
    }

    private async Task<string?> StateAsync() => (await _real.ModelAsync("served")).GetProperty("state").GetString();

    private async Task<int> ProcessAsync() => (await _real.ModelAsync("served")).GetProperty("loaded").GetProperty("process_id").GetInt32();
}
