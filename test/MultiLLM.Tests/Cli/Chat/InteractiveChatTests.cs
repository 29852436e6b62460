using System.Text.Json.Nodes;
using MultiLLM.Cli;
using MultiLLM.Cli.Chat;
using MultiLLM.Cli.Hosting;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Chat;

public sealed class InteractiveChatTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Message_AfterAnAnswer_CarriesTheConversation()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);

        Assert.Equal(ExitCode.Ok, await RunAsync(Say("Hi"), Say("And then?"), LineInput.End));

        var history = Sent(1)["conversation_history"]!.AsArray();
        Assert.Equal(["Hi", "Hello there."], history.Select(turn => turn!["content"]!.GetValue<string>()));
        Assert.Null(Sent(0)["conversation_history"]);
    }

    [Fact]
    public async Task Clear_AfterAnAnswer_ForgetsTheConversation()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);

        await RunAsync(Say("Hi"), Say("/clear"), Say("Again"), Say("/exit"));

        Assert.Null(Sent(1)["conversation_history"]);
    }

    [Fact]
    public async Task ModelAndSystem_Set_GoWithTheNextMessage()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);
        _service.OnJson("GET", "/models/code", """{"id":"starter-code","name":"Code","kind":"code","state":"ready","size_bytes":1,"aliases":["code"]}""");

        await RunAsync(Say("/model code"), Say("/system Be brief."), Say("Hi"), Say("/model auto"), Say("/system none"), Say("Hi"));

        Assert.Equal(("starter-code", "Be brief."), ((string)Sent(0)["model_id"]!, (string)Sent(0)["system_prompt"]!));
        Assert.Equal((null, null), ((string?)Sent(1)["model_id"], (string?)Sent(1)["system_prompt"]));
    }

    [Fact]
    public async Task Model_AutomaticWithPreference_GoesWithTheNextMessage()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);

        await RunAsync(Say("/model auto:fast"), Say("Hi"));

        Assert.Equal("auto:fast", (string?)Sent(0)["model_id"]);
    }

    [Fact]
    public async Task Model_Unknown_KeepsTheOldOneAndTheSession()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);
        _service.OnJson("GET", "/models/nope", Replies.Error("model_not_found", "There is no model nope."), 404);

        Assert.Equal(ExitCode.Ok, await RunAsync(Say("/model nope"), Say("Hi")));

        Assert.Contains("There is no model nope.", _run.Error.ToString());
        Assert.Null(Sent(0)["model_id"]);
    }

    [Fact]
    public async Task Interrupt_DuringAnAnswer_StopsTheAnswerAndKeepsItsBeginning()
    {
        var answered = new TaskCompletionSource();
        _service.On("POST", "/chat", async exchange =>
        {
            await exchange.EventAsync("""{"delta":"Once upon"}""");
            answered.TrySetResult();
            await exchange.UntilClientLeavesAsync();
        });
        var session = RunAsync(Say("A long story"), Say("Go on"), LineInput.End);
        await answered.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await WaitForAsync(() => _run.Out.ToString().Contains("Once upon"));
        _service.OnEvents("/chat", Replies.ChatEvents);

        _run.Interrupts.OnInterrupt();

        Assert.Equal(ExitCode.Ok, await session.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("Stopped.", _run.Error.ToString());
        Assert.Equal(["A long story", "Once upon"], Sent(1)["conversation_history"]!.AsArray().Select(turn => turn!["content"]!.GetValue<string>()));
        Assert.Contains("Hello there.", _run.Out.ToString());
    }

    [Fact]
    public async Task Interrupt_AtThePrompt_HintsHowToLeave()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync(LineInput.Interrupted, Say(""), Say("/help"), LineInput.End));

        Assert.Contains("To leave, press Ctrl+D or type /exit.", _run.Error.ToString());
        Assert.Contains("/model [ID]", _run.Error.ToString());
    }

    [Fact]
    public async Task Message_ThatFails_IsNotRememberedAndTheSessionGoesOn()
    {
        _service.OnJson("POST", "/chat", Replies.Error("context_length_exceeded", "600 tokens do not fit into 512."), 400);

        Assert.Equal(ExitCode.Ok, await RunAsync(Say("Too long"), Say("Again"), LineInput.End));

        Assert.Contains("600 tokens do not fit into 512.", _run.Error.ToString());
        Assert.Contains("/clear", _run.Error.ToString());
        Assert.Null(Sent(1)["conversation_history"]);
    }

    [Fact]
    public async Task Why_AfterAnAnswer_ShowsTheChoiceAndItsCandidates()
    {
        _service.OnEvents("/chat", SelectionReplies.Events);

        await RunAsync(Say("/why"), Say("Hi"), Say("/why"));

        var said = _run.Error.ToString();
        Assert.Contains("There is no whole answer yet.", said);
        Assert.Contains("For code: starter-code, loaded.", said);
        Assert.Contains("Read as code of high difficulty (88% sure), language de; weighed fast.", said);
        Assert.Contains("big-coder failed before: Its process ended.", said);
        Assert.Matches(@"starter-code +0\.500 +1\.5 +0\.9 s +loaded\r?\n", said);
        Assert.Matches("starter-embed +- +- +- +ruled out: an embedding model", said);
        Assert.DoesNotContain("starter-embed", _run.Out.ToString());
    }

    [Fact]
    public async Task GoodAndBad_AfterAnAnswer_VoteOnIt()
    {
        _service.OnEvents("/chat", SelectionReplies.Events).OnJson("POST", "/feedback", SelectionReplies.Feedback);

        await RunAsync(Say("/good"), Say("Hi"), Say("/good"), Say("/bad"), Say("/bad starter-chat"));

        Assert.Equal(
            [
                """{"decision_id":"sel-1","rating":1}""", """{"decision_id":"sel-1","rating":-1}""",
                """{"decision_id":"sel-1","rating":-1,"better_model":"starter-chat"}""",
            ],
            _service.Requests.Where(request => request.Path == "/feedback").Select(request => request.Body));
        Assert.Contains("starter-code at code is now expected at 1.250 of 10, before 1.500.", _run.Error.ToString());
    }

    [Fact]
    public async Task Bad_ServiceRefuses_KeepsTheSession()
    {
        _service.OnEvents("/chat", SelectionReplies.Events).OnJson("POST", "/feedback", Replies.Error("decision_not_found", "It is forgotten."), 404);

        Assert.Equal(ExitCode.Ok, await RunAsync(Say("Hi"), Say("/bad"), Say("Hi")));

        Assert.Contains("It is forgotten.", _run.Error.ToString());
    }

    [Fact]
    public async Task CtrlC_BetweenTheLineAndItsAnswer_StopsTheAnswerOnly()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);
        var cli = _run.Context();
        await using var session = await ServiceSession.ConnectAsync(cli, new ServiceTarget(_service.Address, null), startOwn: false, CancellationToken.None);
        var lines = new Script([Say("Hi"), Say("Hi again")]) { AfterFirst = cli.Interrupts.OnInterrupt };

        Assert.Equal(ExitCode.Ok, await new InteractiveChat(cli, session, lines, new ChatSettings()).RunAsync(cli.Interrupts.Stop));

        Assert.Contains("Stopped.", _run.Error.ToString());
        Assert.Contains("Hello there.", _run.Out.ToString());
        Assert.Equal("Hi again", (string?)Sent(0)["message"]);
    }

    private static LineInput Say(string text) => new(LineKind.Text, text);

    private static async Task WaitForAsync(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++)
            await Task.Delay(10);
        Assert.True(condition());
    }

    private async Task<int> RunAsync(params LineInput[] inputs)
    {
        var cli = _run.Context();
        await using var session = await ServiceSession.ConnectAsync(cli, new ServiceTarget(_service.Address, null), startOwn: false, CancellationToken.None);
        return await new InteractiveChat(cli, session, new Script(inputs), new ChatSettings()).RunAsync(cli.Interrupts.Stop);
    }

    private JsonNode Sent(int index) => JsonNode.Parse(_service.Requests.Where(request => request.Path == "/chat").ElementAt(index).Body)!;

    private sealed class Script(LineInput[] inputs) : ILineReader
    {
        private int _next;

        public Action? AfterFirst { get; init; }

        public Task<LineInput> ReadAsync(string prompt, CancellationToken cancellationToken)
        {
            if (_next == 0)
                AfterFirst?.Invoke();
            return Task.FromResult(_next < inputs.Length ? inputs[_next++] : LineInput.End);
        }
    }
}
