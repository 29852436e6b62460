using System.Text.Json.Nodes;
using MultiLLM.Cli;
using MultiLLM.Tests.Client;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class CompareCommandTests : IAsyncDisposable
{
    private const string Head = """ "id":"cmp-1","state":"done","created_at":"2026-03-01T12:00:00+00:00","answered":2,"total":2,"models":["one","other"] """;

    private const string Figures = """
        "check":"token_f1","figures":[{"model_id":"one","answered":1,"time_to_first_token_seconds":0.5,"tokens_per_second":20.04,"total_seconds":3,"completion_tokens":50,
        "load_seconds":1.5,"quality":0.75},{"model_id":"other","failed":1,"load_seconds":0}],"agreement":{"measure":"token_f1","pairs":[{"model_a":"one","model_b":"other","value":0.25}]}
        """;

    private const string Open = "{" + Head + "," + Figures + """
        ,"prompts":[{"text":"What is a cat?","task":"knowledge","answers":[{"label":"A","model_id":"one","text":"A cat is an animal.","finish_reason":"stop"},
        {"label":"B","model_id":"other","text":"","error":{"code":"runner_crashed","message":"It crashed."}}]}]}
        """;

    private readonly FakeService _service = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Compare_Pipe_ShowsAnswersFiguresAndAgreement()
    {
        Answer(Open);
        var run = new CliRun();

        Assert.Equal(ExitCode.Ok, await run.RunAsync(_service.Address, "compare", "-m", "one,other", "What is", "a cat?", "--reference", "an animal", "--max-tokens", "50"));

        Assert.Equal(
            """{"models":["one","other"],"prompts":[{"text":"What is a cat?","reference":"an animal"}],"max_tokens":50}""",
            _service.Requests.First(request => request.Method == "POST").Body);
        var output = run.Out.ToString().ReplaceLineEndings("\n");
        Assert.StartsWith("== one\nA cat is an animal.\n\n== other\n[It crashed.]\n\n", output, StringComparison.Ordinal);
        Assert.Equal(
            ["MODEL FIRST TOKEN TOKENS/s TIME TOKENS LOAD FAILED TOKEN F1", "one 0.50 s 20 3.00 s 50 1.50 s 0 0.75", "other - - - - - 1 -"],
            run.OutLines[^5..^2].Select(Squeezed));
        Assert.EndsWith("one and other have 25 % of their words in common.\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, true)]
    [InlineData(50, false)]
    public async Task Compare_Terminal_IsSideBySideWhereItIsWideEnough(int width, bool beside)
    {
        Answer(Open);
        var run = new CliRun { Terminal = true, Width = width };

        await run.RunAsync(_service.Address, "compare", "-m", "one,other", "What is a cat?");

        Assert.Equal(beside, run.OutLines.Any(line => line.Contains("A cat is an animal.", StringComparison.Ordinal) && line.Contains("[It crashed.]", StringComparison.Ordinal)));
        Assert.Equal(!beside, run.OutLines.Contains("== one"));
        Assert.All(run.OutLines, line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public async Task Compare_Blind_AsksShowsWhoItWasAndTheRatings()
    {
        Answer("{" + Head + """
            ,"blind":true,"prompts":[{"text":"What is a cat?","task":"knowledge","answers":[{"label":"A","text":"An animal."},{"label":"B","text":"A car."}]}]}
            """);
        _service.OnJson("POST", "/analytics/comparisons/cmp-1/votes", Open.Replace("\"prompts\"", "\"blind\":true,\"prompts\"", StringComparison.Ordinal));
        _service.OnJson("GET", "/analytics/elo", """
            {"votes":1,"method":"fitted","ratings":[{"model_id":"one","elo":1049.6,"low":700,"high":1400,"votes":1,"win_share":1,"too_few_votes":true}],"notice":"Too few votes."}
            """);
        var run = new CliRun { Input = "what?\n a \n" };

        Assert.Equal(ExitCode.Ok, await run.RunAsync(_service.Address, "compare", "-m", "one,other", "What is a cat?", "--blind"));

        var output = run.Out.ToString();
        Assert.InRange(output.IndexOf("An animal.", StringComparison.Ordinal), 0, output.IndexOf("A is one, B is other.", StringComparison.Ordinal));
        Assert.Equal(3, run.Error.ToString().Split("Which is better? A, B, tie, skip or quit: ").Length);
        Assert.Equal("""{"prompt":0,"winner":"A"}""", _service.Requests.Last(request => request.Method == "POST").Body);
        Assert.Equal("one 1050 700 and 1400 1 100 %", Squeezed(run.OutLines[^1]));
        Assert.Contains("Too few votes.", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_File_SendsEachLineWithItsReference()
    {
        Answer(Open);
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "prompts.txt");
        await File.WriteAllTextAsync(path, "first\tright\n\nsecond\n");

        await new CliRun().RunAsync(_service.Address, "compare", "-m", "one", "-m", "other", "--file", path, "--task", "math");

        Assert.Equal(
            """{"models":["one","other"],"prompts":[{"text":"first","reference":"right","task":"math"},{"text":"second","task":"math"}]}""",
            _service.Requests.First(request => request.Method == "POST").Body);
    }

    [Fact]
    public async Task Compare_Json_IsTheWholeReply()
    {
        Answer(Open);
        var run = new CliRun();

        await run.RunAsync(_service.Address, "compare", "-m", "one,other", "x", "--json");

        Assert.Equal(0.75, (double)JsonNode.Parse(Assert.Single(run.OutLines))!["figures"]![0]!["quality"]!);
    }

    [Theory]
    [InlineData("compare", "x")] // no models
    [InlineData("compare", "-m", "one,other", "x", "--check", "taste")]
    [InlineData("compare", "-m", "one,other", "x", "--blind", "--json")]
    [InlineData("compare", "-m", "one,other", "x", "--file", "/no/such/file")]
    [InlineData("compare", "-m", "one,other", "--file", "/no/such/file")]
    public async Task Compare_WrongUse_IsRefused(params string[] args) => Assert.Equal(ExitCode.Usage, await new CliRun().RunAsync(_service.Address, args));

    [Fact]
    public async Task Compare_Interrupted_IsStoppedInTheServiceToo()
    {
        var followed = new TaskCompletionSource();
        Answer(Open);
        _service.On("GET", "/analytics/comparisons/cmp-1?follow=true", async exchange =>
        {
            await exchange.EventAsync($"{{\"progress\":{{{Head.Replace("done", "running", StringComparison.Ordinal)}}}}}");
            followed.SetResult();
            await exchange.UntilClientLeavesAsync();
        });
        _service.OnJson("DELETE", "/analytics/comparisons/cmp-1", Open);
        var run = new CliRun();
        var running = run.RunAsync(_service.Address, "compare", "-m", "one,other", "x");
        await followed.Task;

        run.Interrupts.OnInterrupt();

        Assert.Equal(ExitCode.Interrupted, await running);
        Assert.Equal("DELETE", _service.LastRequest.Method);
    }

    [Fact]
    public async Task StatsEfficiency_Models_AreRowsWithTheAdvice()
    {
        _service.OnJson("GET", "/analytics/efficiency", """
            {"from":"2026-03-01T00:00:00+00:00","to":"2026-03-08T00:00:00+00:00","requests":10,"advice":"large could go.","models":[
             {"model_id":"good","quality":7.2,"seconds_per_answer":2,"measured":true,"bytes":4100000000,"loaded":true,"quality_per_second":3.6,"quality_per_gigabyte":1.768,
              "idle_hours":3,"best_share":1,"quality_lost":2,"tasks":[]},
             {"model_id":"large","quality":6,"seconds_per_answer":9,"bytes":8000000000,"quality_per_second":0.667,"quality_per_gigabyte":0.75,"best_share":0,"tasks":[]}]}
            """);
        var run = new CliRun();

        Assert.Equal(ExitCode.Ok, await run.RunAsync(_service.Address, "stats", "--efficiency"));

        Assert.Equal("good 7.2 2.00 s 3.6 4.1 GB 1.77 100 % -2.0 points 3 h", Squeezed(run.OutLines[1]));
        Assert.Equal("large 6.0 ~9.00 s 0.67 8 GB if loaded 0.75 0 % - never asked", Squeezed(run.OutLines[2]));
        Assert.Equal("large could go.", run.OutLines[^1]);
    }

    private void Answer(string result)
    {
        _service.OnJson("POST", "/analytics/comparisons", $"{{{Head.Replace("done", "queued", StringComparison.Ordinal)}}}");
        _service.On("GET", "/analytics/comparisons/cmp-1?follow=true", async exchange =>
        {
            await exchange.EventAsync($"{{\"progress\":{{{Head.Replace("done", "running", StringComparison.Ordinal)}}}}}");
            await exchange.EventAsync($"{{\"result\":{result.ReplaceLineEndings(" ")}}}");
        });
    }

    private static string Squeezed(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
