using System.Text.Json.Nodes;
using MultiLLM.Cli;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Chat;

public sealed class ChatCommandTests : IAsyncDisposable
{
    private readonly FakeService _service = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Chat_Prompt_StreamsTheAnswerAndNothingElseToOut()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);
        var run = new CliRun();

        var exit = await run.RunAsync(_service.Address, "chat", "What", "is it?", "-m", "starter-chat", "-s", "Be brief.", "--temperature", "0",
            "--max-tokens", "20", "--seed", "7", "--top-p", "0.5", "--prefer", "fast", "--fallback", "b", "--fallback", "c");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Equal("Hello there.\n", run.Out.ToString().ReplaceLineEndings("\n"));
        Assert.Equal("", run.Error.ToString());
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"message":"What is it?","model_id":"starter-chat","fallbacks":["b","c"],"system_prompt":"Be brief.","preference":"fast","temperature":0,"top_p":0.5,
                 "max_tokens":20,"seed":7,"stream":true}
                """),
            JsonNode.Parse(_service.LastRequest.Body)), _service.LastRequest.Body);
    }

    [Fact]
    public async Task Chat_Piped_AsksWhatWasPiped()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);

        Assert.Equal(ExitCode.Ok, await new CliRun { Input = "From a pipe\n" }.RunAsync(_service.Address, "chat"));
        Assert.Equal("From a pipe", Message());

        Assert.Equal(ExitCode.Ok, await new CliRun { Input = "the text\n" }.RunAsync(_service.Address, "chat", "Sum up:", "-"));
        Assert.Equal("Sum up: the text", Message());

        Assert.Equal(ExitCode.Ok, await new CliRun { Input = "ignored" }.RunAsync(_service.Address, "chat", "Just this"));
        Assert.Equal("Just this", Message());
    }

    [Fact]
    public async Task Chat_OnATerminal_ShowsFiguresAndKeepsControlsInert()
    {
        _service.OnEvents("/chat", """{"delta":"\u001b[31mred [bold]x[/]"}""", Replies.ChatEvents[^1]);
        var run = new CliRun { Terminal = true }.With("MULTILLM_HOME", "/data/multillm");

        await run.RunAsync(_service.Address, "chat", "Hi");

        Assert.Equal("␛[31mred [bold]x[/]\n", run.Out.ToString().ReplaceLineEndings("\n"));
        Assert.Contains("starter-chat · a plain question", run.Error.ToString());
        Assert.Contains("put any GGUF file into /data/multillm/models", run.Error.ToString());
        Assert.DoesNotContain('\e', run.Error.ToString());
    }

    [Fact]
    public async Task Chat_IntoAPipe_KeepsTheExactText()
    {
        _service.OnEvents("/chat", """{"delta":"\u001b[31mred\n"}""", Replies.ChatEvents[^1]);
        var run = new CliRun();

        await run.RunAsync(_service.Address, "chat", "Hi");

        Assert.Equal("\e[31mred\n", run.Out.ToString());
    }

    [Fact]
    public async Task Chat_Json_IsOneEventALine()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);
        var run = new CliRun();

        await run.RunAsync(_service.Address, "chat", "Hi", "--json");

        var lines = run.OutLines.Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["Hello ", "there."], lines.Take(2).Select(line => (string)line["delta"]!));
        Assert.Equal("starter-chat", (string)lines[2]["reply"]!["model_id"]!);
    }

    [Fact]
    public async Task Chat_JsonWithoutStream_IsTheReply()
    {
        _service.OnJson("POST", "/chat", Replies.Chat);
        var run = new CliRun();

        await run.RunAsync(_service.Address, "chat", "Hi", "--json", "--no-stream");

        Assert.Equal("Hello there.", (string)JsonNode.Parse(Assert.Single(run.OutLines))!["response"]!);
        Assert.False((bool)JsonNode.Parse(_service.LastRequest.Body)!["stream"]!);
    }

    [Theory]
    [InlineData(404, "model_not_found", ExitCode.ModelNotFound)]
    [InlineData(400, "invalid_request", ExitCode.Usage)]
    [InlineData(400, "context_length_exceeded", ExitCode.Failed)]
    [InlineData(429, "queue_full", ExitCode.Busy)]
    [InlineData(500, "model_load_failed", ExitCode.Failed)]
    public async Task Chat_ErrorOfTheService_IsSaidAndInTheExitCode(int status, string code, int exitCode)
    {
        _service.OnJson("POST", "/chat", Replies.Error(code, "What went wrong."), status);
        var run = new CliRun();

        Assert.Equal(exitCode, await run.RunAsync(_service.Address, "chat", "Hi", "--json"));

        Assert.Equal("What went wrong.", run.Error.ToString().TrimEnd());
        Assert.Equal(code, (string)JsonNode.Parse(Assert.Single(run.OutLines))!["error"]!["code"]!);
    }

    [Fact]
    public async Task Chat_ErrorInTheMiddle_KeepsWhatCameAndFails()
    {
        _service.OnEvents("/chat", """{"delta":"Hel"}""", """{"error":{"code":"runner_crashed","message":"The model died."}}""");
        var run = new CliRun();

        Assert.Equal(ExitCode.Failed, await run.RunAsync(_service.Address, "chat", "Hi"));

        Assert.Equal("Hel", run.Out.ToString().TrimEnd());
        Assert.Equal("The model died.", run.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task Chat_Interrupted_StopsWithItsExitCode()
    {
        var run = new CliRun();
        _service.On("POST", "/chat", async exchange =>
        {
            await exchange.EventAsync("""{"delta":"Hel"}""");
            run.Interrupts.OnInterrupt();
            await exchange.UntilClientLeavesAsync();
        });

        Assert.Equal(ExitCode.Interrupted, await run.RunAsync(_service.Address, "chat", "Hi").WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("chat", "--temprature", "1", "hello")]
    [InlineData("chat", "hello", "--temperature", "NaN")]
    [InlineData("chat", "hello", "--temperature", "warm")]
    [InlineData("chat", "hello", "--prefer", "cheap")]
    [InlineData("chat", " ")]
    [InlineData("chat", "--json")]
    [InlineData("chat", "hello", "--url", "ftp://x")]
    [InlineData("nope")]
    [InlineData("load")]
    public async Task AnyCommand_WrongUsage_Exits2AndAsksNobody(params string[] args)
    {
        var run = new CliRun();

        Assert.Equal(ExitCode.Usage, await run.RunAsync(_service.Address, args));

        Assert.NotEqual("", run.Error.ToString());
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task Chat_WordsAfterTheDashes_AreText()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);

        Assert.Equal(ExitCode.Ok, await new CliRun().RunAsync(_service.Address, "chat", "--", "--what", "@is", "this?"));

        Assert.Equal("--what @is this?", Message());
    }

    private string Message() => (string)JsonNode.Parse(_service.LastRequest.Body)!["message"]!;
}
