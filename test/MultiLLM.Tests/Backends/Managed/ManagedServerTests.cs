using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Backends.Managed;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Backends.Managed;

/// <summary>Programs that serve a model, as residency has them: real processes and sockets.</summary>
public sealed class ManagedServerTests
{
    [Fact]
    public async Task Chat_ModelWithAServer_StartsItOnDemandAndUnloadsItWhole()
    {
        await using var served = await ServedModel.StartAsync();
        Assert.Empty(served.Starts);

        Assert.Equal("one two", await served.AskAsync("one two"));
        Assert.Equal("three", await served.AskAsync("three"));

        var process = Assert.Single(served.Starts);
        var standing = served.Service.Residency.Snapshot.Find("served")!;
        Assert.Equal((ModelState.Ready, process, 2048u), (standing.State, standing.ProcessId, standing.Loaded!.ContextLength));
        Assert.InRange(standing.MeasuredBytes, 1_000_000, 1_000_000_000);
        Assert.True((await served.Service.Residency.UnloadAsync("served", CancellationToken.None)).OrThrow());
        await Eventually.HoldsAsync(() => !Eventually.IsRunning(process), "the program is gone");
    }

    [Fact]
    public async Task Embed_ModelWithAServer_AsksItsServer()
    {
        await using var served = await ServedModel.StartAsync();
        await using var loaded = await served.Service.BorrowAsync("served");

        var vectors = await loaded.Embeddings.EmbedAsync([new EmbedInput { Text = "a" }], null, CancellationToken.None);

        Assert.Equal([0.6f, 0.8f], MemoryMarshal.Cast<byte, float>(Assert.Single(vectors.Vectors).Values.Span).ToArray());
    }

    [Fact]
    public async Task Chat_NobodyAsksForAWhile_TheServerLeaves()
    {
        await using var served = await ServedModel.StartAsync([], new { }, ("InactiveThresholdMinutes", "0.01"));

        await served.AskAsync("one");

        await Eventually.HoldsAsync(() => served.State == ModelState.Unloaded && !Eventually.IsRunning(served.Starts[0]), "idle and gone");
        Assert.Equal("two", await served.AskAsync("two"));
        Assert.Equal(2, served.Starts.Count);
    }

    [Fact]
    public async Task Start_ArgumentsAndEnvironment_AreAsConfiguredAndNothingElse()
    {
        Environment.SetEnvironmentVariable("MULTILLM_TEST_SECRET", "hidden");
        await using var served = await ServedModel.StartAsync(["a b \"c\" $(d)", "{model}"], new { model = "own name", environment = new { SERVER_AT = "127.0.0.1:{port}", KEY = "{api_key}" } });

        await served.AskAsync("one");

        var arguments = served.Read("arguments");
        Assert.Equal(["a b \"c\" $(d)", "own name"], arguments[2..]);
        var environment = served.Read("environment");
        Assert.Contains($"SERVER_AT=127.0.0.1:{arguments[0]}", environment);
        Assert.Contains(environment, line => line.StartsWith("KEY=", StringComparison.Ordinal) && line.Length == 68);
        Assert.Contains(environment, line => line.StartsWith("PATH=", StringComparison.Ordinal));
        Assert.DoesNotContain(environment, line => line.Contains("MULTILLM_TEST_SECRET", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit-at-once", "ended with exit code 3. Its last words: ", "no such model")]
    [InlineData("never-ready", "was not ready after 1 s: it answered /health with status 503", "")]
    [InlineData("open", "listens on 0.0.0.0, where other machines can reach it", "")]
    public async Task Chat_ServerThatDoesNotComeUp_FailsWithTheReasonAndLeavesNothing(string fault, string words, string lastWords)
    {
        await using var served = await ServedModel.StartAsync([fault], new { ready_timeout_seconds = 1 });

        var error = await served.FailAsync("one");

        Assert.Equal(ErrorCode.ModelLoadFailed, error.Code);
        Assert.Contains(words, error.Message);
        Assert.Contains(lastWords, error.Message);
        Assert.Equal(ModelState.Failed, served.State);
        Assert.All(served.Starts, process => Assert.False(Eventually.IsRunning(process)));
    }

    [Fact]
    public async Task Chat_ProgramThatIsNotThere_IsNamed()
    {
        await using var served = await ServedModel.StartAsync();
        await served.WriteCatalogAsync("""{"models":[{"id":"served","server":{"command":["/no/such/program","{port}"]}}]}""".Replace("\"id\":\"served\",", "\"id\":\"served\",\"name\":\"S\",\"type\":\"small_llm\",\"context_length\":64,", StringComparison.Ordinal));

        Assert.Contains("/no/such/program cannot be run: No such file or directory", (await served.FailAsync("one")).Message);
    }

    [Fact]
    public async Task Chat_ServerThatFloodsItsOutput_IsReadAndForgotten()
    {
        await using var served = await ServedModel.StartAsync("flood");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Assert.Equal("one", await served.AskAsync("one"));

        // A quarter of a gigabyte was written; other tests take memory meanwhile, too.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 128 << 20);
    }

    [Fact]
    public async Task Unload_ServerThatIgnoresTheWish_IsKilled()
    {
        await using var served = await ServedModel.StartAsync(["ignore-term"], new { stop_timeout_seconds = 0.3 });
        await served.AskAsync("one");

        await served.Service.Residency.UnloadAsync("served", CancellationToken.None);

        await Eventually.HoldsAsync(() => !Eventually.IsRunning(served.Starts[0]), "it was killed");
    }

    [Fact]
    public async Task Unload_ServerThatLeftADaemon_TakesItAlong()
    {
        await using var served = await ServedModel.StartAsync("fork");
        await served.AskAsync("one");
        var daemon = int.Parse(served.Read("daemon")[0]);
        Assert.True(Eventually.IsRunning(daemon));

        await served.Service.Residency.UnloadAsync("served", CancellationToken.None);

        await Eventually.HoldsAsync(() => !Eventually.IsRunning(daemon), "the daemon is gone");
    }

    [Fact]
    public async Task Chat_ServerKilledFromOutside_IsStartedAgain()
    {
        await using var served = await ServedModel.StartAsync();
        await served.AskAsync("one");

        Process.GetProcessById(served.Starts[0]).Kill();
        await Eventually.HoldsAsync(() => served.State == ModelState.Failed, "the death is noticed");

        Assert.Contains("signal SIGKILL", served.Service.Residency.Snapshot.Find("served")!.LastError);
        Assert.Equal("two", await served.AskAsync("two"));
    }

    [Fact]
    public async Task Chat_SupervisorKilled_TheProgramGoesWithIt()
    {
        await using var served = await ServedModel.StartAsync();
        await served.AskAsync("one");
        var program = served.Starts[0];
        var supervisor = int.Parse(File.ReadAllText($"/proc/{program}/stat").Split(") ")[1].Split(' ')[1]);

        Process.GetProcessById(supervisor).Kill();

        await Eventually.HoldsAsync(() => !Eventually.IsRunning(program), "the program is gone");
        Assert.Equal("two", await served.AskAsync("two"));
    }

    [Fact]
    public async Task Chat_ServerDiesMidAnswer_IsACrashWithItsLastWords()
    {
        await using var served = await ServedModel.StartAsync("crash-mid");

        var error = await served.FailAsync("one two");

        Assert.Equal(ErrorCode.RunnerCrashed, error.Code);
        Assert.Contains("exit code 4", error.Message);
        Assert.Contains("crashing mid-answer", error.Message);
    }

    [Fact]
    public async Task Chat_ServerThatHangs_IsKilledAfterTheTimeLimit()
    {
        await using var served = await ServedModel.StartAsync(["hang"], new { }, ("FirstOutputTimeout", "00:00:00.500"), ("RunnerHangTimeout", "00:00:00.500"));

        await served.FailAsync("one");

        await Eventually.HoldsAsync(() => served.Starts.All(process => !Eventually.IsRunning(process)), "it was killed");
        await Eventually.HoldsAsync(
            () => served.Service.Residency.Snapshot.Find("served")!.LastError?.Contains("did not answer for 0.5 s and was killed", StringComparison.Ordinal) is true, "the reason is told");
    }

    [Fact]
    public async Task Fit_ServerThatNeverRan_IsUnknownThenMeasured()
    {
        await using var served = await ServedModel.StartAsync();
        var fits = served.Service.Services.GetRequiredService<IModelFit>();
        var model = served.Service.Catalog.Current.Find("served")!;
        var before = fits.Judge(model);
        Assert.Equal(FitVerdict.Unknown, before.Verdict);
        Assert.Contains("memory_bytes", Assert.Single(before.Problems));

        await served.AskAsync("one");
        await served.Service.Residency.UnloadAsync("served", CancellationToken.None);

        var after = fits.Judge(model);
        Assert.Equal((FitVerdict.Fits, FootprintSource.Measured), (after.Verdict, after.Needs!.Source));
        Assert.InRange(after.NeededBytes, 1_000_000, 1_000_000_000);
    }

    [Fact]
    public async Task Fit_MemoryConfigured_IsBelieved()
    {
        await using var served = await ServedModel.StartAsync([], new { memory_bytes = 1L << 50 });
        var model = served.Service.Catalog.Current.Find("served")!;

        var fit = served.Service.Services.GetRequiredService<IModelFit>().Judge(model);

        Assert.Equal((FitVerdict.TooLarge, FootprintSource.Configured, 1L << 50), (fit.Verdict, fit.Needs!.Source, fit.NeededBytes));
        Assert.Equal(ErrorCode.InsufficientMemory, (await served.FailAsync("one")).Code);
        Assert.Empty(served.Starts);
    }

    [Fact]
    public async Task Chat_PortOfAnotherProgram_FailsAndStartsNothing()
    {
        using var stranger = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        stranger.Start();
        var port = ((System.Net.IPEndPoint)stranger.LocalEndpoint).Port;
        await using var served = await ServedModel.StartAsync([], new { port });

        var error = await served.FailAsync("one");

        Assert.Equal(ErrorCode.ModelLoadFailed, error.Code);
        Assert.Contains($"its port {port} is taken by another program", error.Message);
        Assert.Empty(served.Starts);
    }

    [Fact]
    public void Problem_PortOfAnotherProgram_IsSeen()
    {
        using var stranger = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        stranger.Start();
        var port = ((System.Net.IPEndPoint)stranger.LocalEndpoint).Port;

        Assert.Contains("another program answers there", ListeningPort.Problem(port, [1]));
        Assert.Null(ListeningPort.Problem(port, [Environment.ProcessId]));
        Assert.True(ListeningPort.IsTaken(port));
    }
}
