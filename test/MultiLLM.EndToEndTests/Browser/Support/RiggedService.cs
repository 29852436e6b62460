using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>The real service with models that do as told: what they answer, how slowly, and when they crash. Their runner is testassets/FakeRunner.</summary>
public sealed class RiggedService : IAsyncLifetime
{
    /// <summary>Answers with the words of the last message.</summary>
    public const string Echo = "echo";

    /// <summary>Takes 20 seconds for an answer.</summary>
    public const string Slow = "slow";

    /// <summary>Its process dies in the middle of its first answer; the next ones are well.</summary>
    public const string Fragile = "fragile";

    /// <summary>Its process dies in the middle of every answer.</summary>
    public const string Doomed = "doomed";

    /// <summary>What the file of <see cref="Echo"/> calls itself.</summary>
    public const string HostileName = "<img src=x onerror=\"window.ran=true\"> \u202Ename";

    public RunningService Service { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Service.Sandbox.Home, "models")).FullName;
        Add(folder, Echo, "generate=echo");
        Add(folder, Slow, "tokens=400", "token_ms=50");
        Add(folder, Fragile, "generate=crash-mid", "times=1");
        Add(folder, Doomed, "generate=crash-mid");
        await File.WriteAllTextAsync(
            Path.Combine(folder, $"{Echo}.gguf.json"), $$"""{ "name": {{System.Text.Json.JsonSerializer.Serialize(HostileName)}}, "description": "<script>window.ran=true</script>" }""");
        Service.Sandbox.Extra["MULTILLM__RUNNERPATH"] = TestProgram.Path("FakeRunner");
        Service.Sandbox.Extra["MULTILLM__STARTERFOLDER"] = Directory.CreateDirectory(Path.Combine(Service.Sandbox.Home, "none")).FullName;
        await Service.InitializeAsync();
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    // The server reads the head of a file before any runner sees it, so it has to be a real one.
    private static void Add(string folder, string id, params IEnumerable<string> script)
    {
        var path = Path.Combine(folder, $"{id}.gguf");
        File.Copy(Path.Combine(RepositoryRoot.StarterModels, "starter-chat.gguf"), path);
        File.WriteAllLines($"{path}.fake", script);
    }
}
