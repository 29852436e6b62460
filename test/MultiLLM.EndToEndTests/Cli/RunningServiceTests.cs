using System.Globalization;
using System.Text.Json.Nodes;
using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Cli;

/// <summary>The commands against a service that runs already.</summary>
public sealed class RunningServiceTests(RunningService service) : IClassFixture<RunningService>
{
    private Sandbox Sandbox => service.Sandbox;

    [Fact]
    public async Task LoadPsUnload_Model_ComesAndGoes()
    {
        await OkAsync("unload", "starter-code"); // Another test of this class may have loaded it.
        Assert.Contains("starter-code is loaded", await OkAsync("load", "starter-code"));
        Assert.Contains("was loaded already", await OkAsync("load", "starter-code"));
        Assert.Contains("starter-code", await OkAsync("ps"));
        var loaded = JsonNode.Parse(await OkAsync("ps", "--json"))!["models"]!.AsArray().Single(model => (string)model!["id"]! == "starter-code")!;
        Assert.InRange((long)loaded["measured_bytes"]!, 10_000_000, 1_000_000_000);

        Assert.Contains("starter-code is unloaded", await OkAsync("unload", "starter-code"));
        Assert.Contains("was not loaded", await OkAsync("unload", "starter-code"));
        Assert.DoesNotContain("starter-code", await OkAsync("ps"));
    }

    [Fact]
    public async Task HealthAndEvents_AfterALoad_AreReadable()
    {
        await OkAsync("load", "starter-code");
        await OkAsync("chat", "Name a colour.", "--model", "starter-code", "--max-tokens", "4");

        var table = await OkAsync("health");
        Assert.Matches(@"^(ok|degraded), \d+ of 100", table);
        Assert.Matches(@"(?m)^starter-code +\S+ +\d+ +ready", table);
        var health = JsonNode.Parse(await OkAsync("health", "--model", "starter-code", "--json"))!;
        Assert.Equal("starter-code", (string)Assert.Single(health["models"]!.AsArray())!["id"]!);
        Assert.Matches(@"(?m)^\d{4}-\d\d-\d\d .* model\.loaded +starter-code: ", await OkAsync("events", "--kind", "model.loaded", "--model", "starter-code", "--since", "1h"));
    }

    [Fact]
    public async Task Chat_RunningService_IsUsedAndKeptRunning()
    {
        var answer = await OkAsync("chat", "What is machine learning?", "--temperature", "0");

        Assert.Contains("learn", answer);
        Assert.False(service.Serve.Process.HasExited);
        Assert.Equal("ready", (await service.Client.GetModelAsync("starter-chat")).State);
    }

    [Fact]
    public async Task Recommend_Task_RanksWhatIsHereAndNamesBetterOnes()
    {
        var table = await OkAsync("recommend", "Write a Python function that parses a log file.", "--preference", "quality", "--limit", "2");

        Assert.Contains("Read as code", table);
        Assert.Matches(@"(?m)^MODEL +FITS +QUALITY +ABOUT +WHY\r?\nstarter-", table);
        Assert.Matches(@"(?m)^starter-code +\S", table);
        Assert.Contains("NOT INSTALLED", table);
    }

    [Fact]
    public async Task Why_OnATerminal_TellsTheChoiceAndBadVotesOnIt()
    {
        await using var terminal = TerminalSession.Start(Sandbox, "chat", "--max-tokens", "8", "--max-seconds", "60");
        await terminal.ExpectAsync("> ");
        await terminal.TypeAsync("Write a Python function that reverses a string." + TerminalSession.Enter);
        await terminal.ExpectAsync("tokens/s");
        await terminal.TypeAsync("/why" + TerminalSession.Enter);
        await terminal.ExpectAsync("ruled out: an embedding model");
        await terminal.TypeAsync("/bad" + TerminalSession.Enter);
        await terminal.ExpectAsync("is now expected at");
    }

    [Fact]
    public async Task Embed_Texts_AreUnitVectorsWithTheNearOneNearer()
    {
        var vectors = (await OkAsync("embed", "a small dog", "a little dog", "interest rates")).TrimEnd().Split('\n')
            .Select(line => line.Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();

        Assert.All(vectors, vector => Assert.Equal(1, Dot(vector, vector), 3));
        Assert.True(Dot(vectors[0], vectors[1]) > Dot(vectors[0], vectors[2]));
    }

    [Fact]
    public async Task Unload_UnknownModel_Exits4()
    {
        var result = await Command.RunCliAsync(Sandbox, null, "unload", "no-such-model", "--json");

        Assert.Equal(4, result.ExitCode);
        Assert.Equal("model_not_found", (string)JsonNode.Parse(Assert.Single(result.Lines))!["error"]!["code"]!);
    }

    [Theory]
    [InlineData("q")]
    [InlineData(TerminalSession.CtrlC)]
    public async Task Top_OnATerminal_RedrawsUntilAKeyLeavesItAndGivesTheScreenBack(string key)
    {
        await using var terminal = TerminalSession.Start(Sandbox, "top");
        await terminal.ExpectAsync("\e[?1049h");
        Assert.Contains($"MultiLLM at {Sandbox.Url}", await terminal.ExpectAsync("in memory"));
        await terminal.ExpectAsync($"\e[HMultiLLM at {Sandbox.Url}");
        await OkAsync("load", "starter-code");
        await terminal.ExpectAsync($"\e[HMultiLLM at {Sandbox.Url}"); // which models it has rows for depends on the tests before

        await terminal.TypeAsync(key);

        await terminal.ExpectAsync("\e[?25h\e[?1049l");
        Assert.Equal(0, await terminal.EndAsync());
    }

    [Fact]
    public async Task Top_InAPipe_IsOneLook()
    {
        var look = await OkAsync("top");

        Assert.Contains("Memory  [", look);
        Assert.Contains("GPU     ", look);
        Assert.DoesNotContain("\e", look);
    }

    [Fact]
    public async Task Doctor_RunningService_IsFound() => Assert.Contains($"a MultiLLM service is running at {Sandbox.Url}", await OkAsync("doctor"));

    [Fact]
    public async Task Serve_PortInUse_SaysSoAndFails()
    {
        var result = await Command.RunCliAsync(Sandbox, null, "serve", "--port", $"{Sandbox.Port}");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"{Sandbox.Port}", result.Error);
    }

    [Fact]
    public async Task Example_RunsFromStartToEnd()
    {
        await using var command = Command.Start(Sandbox, "dotnet", TestProgram.Path("Example"), Sandbox.Url);

        var result = await command.EndAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(8, result.Lines.Count(line => line.StartsWith("== ", StringComparison.Ordinal)));
        Assert.Contains("tokens/s  starter-code", result.Out);
    }

    private async Task<string> OkAsync(params string[] command)
    {
        var result = await Command.RunCliAsync(Sandbox, null, command);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Out + result.Error;
    }

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
