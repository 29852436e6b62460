using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>Equal models share the work.</summary>
public sealed class SharingTests : IAsyncLifetime
{
    private static readonly string[] Twins = ["twin-a", "twin-b"];

    private readonly TempFolder _home = new();
    private RealService _real = null!;

    public async ValueTask InitializeAsync()
    {
        var models = Directory.CreateDirectory(Path.Combine(_home.Path, "models")).FullName;
        foreach (var twin in Twins)
        {
            File.Copy(Path.Combine(RepositoryRoot.StarterModels, "starter-chat.gguf"), Path.Combine(models, twin + ".gguf"));
            File.WriteAllText(Path.Combine(models, twin + ".gguf.json"), """{ "starter": false }""");
        }
        _real = await RealService.StartAsync(_home.Path, []);
    }

    public async ValueTask DisposeAsync()
    {
        await _real.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Chat_ManyAtOnce_TwinsInMemoryShareThemFairly()
    {
        foreach (var twin in Twins)
            await _real.PostOkAsync("/chat", $$"""{"message":"What is machine learning?","model_id":"{{twin}}","max_tokens":32}"""); // loads it, and its speed is known

        var answeredBy = await AskManyAsync(16);

        Assert.All(Twins, twin => Assert.InRange(answeredBy.Count(model => model == twin), 5, 11));
        Assert.Equal(16, answeredBy.Count(Twins.Contains));
    }

    [Fact]
    public async Task Chat_ManyAtOnce_NothingInMemory_AllAreAnsweredByTheTwins()
    {
        var answeredBy = await AskManyAsync(16);

        Assert.Equal(16, answeredBy.Count(Twins.Contains));
    }

    private Task<string[]> AskManyAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
    {
        var reply = await _real.PostOkAsync("/v1/chat/completions", $$"""
            {"model":"auto","messages":[{"role":"user","content":"What is item number {{i}} of the list?"}],"max_tokens":48,"ignore_eos":true}
            """);
        return reply.GetProperty("model").GetString()!;
    }));
}
