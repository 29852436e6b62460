using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Cli;

/// <summary>Several processes that find a home without a database, and all want to make it.</summary>
public sealed class FreshHomeTests
{
    private const int AtOnce = 4;

    [Fact]
    public async Task KeysCreate_SeveralAtOnce_AllKeysAreThereAndInTheAuditLog()
    {
        using var sandbox = new Sandbox();

        var ended = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Command.RunCliAsync(sandbox, null, "keys", "create", "--local", "--name", $"key {i}", "--quiet")));

        Assert.All(ended, result => Assert.True(result.ExitCode == 0, result.ToString()));
        var list = await Command.RunCliAsync(sandbox, null, "keys", "list", "--local");
        Assert.All(Enumerable.Range(0, AtOnce), i => Assert.Contains($"key {i} ", list.Out));
        var log = string.Concat(Directory.EnumerateFiles(Path.Combine(sandbox.Home, "audit"), "*.ndjson").Order().Select(File.ReadAllText));
        Assert.Equal(AtOnce, log.Split("\"key.created\"").Length - 1);
        var verified = await Command.RunCliAsync(sandbox, null, "audit", "verify", "--folder", Path.Combine(sandbox.Home, "audit"));
        Assert.True(verified.ExitCode == 0, verified.ToString());
    }

    /// <summary>A service keeps the log to itself for as long as it runs.</summary>
    [Fact]
    public async Task KeysCreate_LocalBesideAService_IsDoneAndSaysThatTheLogDoesNotTell()
    {
        await using var service = new RunningService();
        await service.InitializeAsync();

        var result = await Command.RunCliAsync(service.Sandbox, null, "keys", "create", "--local", "--name", "quiet one", "--quiet");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("mllm_", result.Out);
        Assert.Contains("the audit log does not tell of it", result.Error);
        Assert.Contains((await service.Client.ListKeysAsync()).Keys, key => key.Name == "quiet one");
    }

    [Fact]
    public async Task Serve_WhileKeysAreCreated_NoneOfThemFails()
    {
        await using var service = new RunningService();
        service.Sandbox.Extra["MultiLLM__Audit__Enabled"] = "false"; // a service keeps that log to itself, and this is about the database
        var creating = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Command.RunCliAsync(service.Sandbox, null, "keys", "create", "--local", "--name", $"key {i}", "--quiet")));

        await service.InitializeAsync();

        Assert.All(await creating, result => Assert.True(result.ExitCode == 0, result.ToString()));
        var keys = (await service.Client.ListKeysAsync()).Keys;
        Assert.Equal(AtOnce, keys.Count);
    }
}
