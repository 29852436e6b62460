using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Cli;

/// <summary>A person at a terminal.</summary>
public sealed class InteractiveChatTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Session_OwnService_AnswersSurvivesCtrlCAndLeavesNothingBehind()
    {
        var before = ProcessTree.OfTheApplication();
        await using var terminal = TerminalSession.Start(_sandbox, "chat", "--temperature", "0");
        await terminal.ExpectAsync("> ");
        var server = await ProcessTree.WaitForDescendantAsync(terminal.ProcessId, "MultiLLM.Server");

        await terminal.TypeAsync("What is machine learning?" + TerminalSession.Enter);
        await terminal.ExpectAsync("learn");
        await terminal.ExpectAsync(" tokens/s");
        await terminal.ExpectAsync("starter model");
        await terminal.ExpectAsync("> ");

        // Every process of the terminal gets this, the service and its runners too.
        await terminal.TypeAsync(TerminalSession.CtrlC);
        await terminal.ExpectAsync("/exit");
        await terminal.TypeAsync("Hello" + TerminalSession.Enter);
        await terminal.ExpectAsync(" tokens");

        await terminal.ExpectAsync("> ");
        Assert.Contains(server, ProcessTree.DescendantsOf(terminal.ProcessId));
        await terminal.TypeAsync(TerminalSession.CtrlD);
        Assert.Equal(0, await terminal.EndAsync());
        await ProcessTree.AssertNoneLeftAsync(before);
    }

    [Fact]
    public async Task CtrlC_WhileTheModelLoads_StopsTheAnswerAndKeepsTheService()
    {
        await using var terminal = TerminalSession.Start(_sandbox, "chat", "--temperature", "0");
        await terminal.ExpectAsync("> ");
        var server = await ProcessTree.WaitForDescendantAsync(terminal.ProcessId, "MultiLLM.Server");

        await terminal.TypeAsync("Hello" + TerminalSession.Enter);
        await terminal.ExpectAsync("\n");
        await terminal.TypeAsync(TerminalSession.CtrlC);
        await terminal.ExpectAsync("> ");
        await terminal.TypeAsync("What is machine learning?" + TerminalSession.Enter);
        await terminal.ExpectAsync("learn");

        Assert.Contains(server, ProcessTree.DescendantsOf(terminal.ProcessId));
    }

    [Fact]
    public async Task OwnService_KilledBetweenTwoMessages_IsReplaced()
    {
        await using var terminal = TerminalSession.Start(_sandbox, "chat", "--temperature", "0");
        await terminal.ExpectAsync("> ");
        var server = await ProcessTree.WaitForDescendantAsync(terminal.ProcessId, "MultiLLM.Server");
        using (var process = System.Diagnostics.Process.GetProcessById(server.Id))
            process.Kill();

        await terminal.TypeAsync("What is machine learning?" + TerminalSession.Enter);

        await terminal.ExpectAsync("learns patterns");
    }

    [Fact]
    public async Task CtrlC_InTheMiddleOfAnAnswer_StopsItAndTheSessionGoesOn()
    {
        await using var service = await SlowService.StartAsync();
        _sandbox.Url = service.Url;
        await using var terminal = TerminalSession.Start(_sandbox, "chat");
        await terminal.ExpectAsync("> ");

        await terminal.TypeAsync("Never stop" + TerminalSession.Enter);
        await terminal.ExpectAsync("word word");
        await terminal.TypeAsync(TerminalSession.CtrlC);

        await terminal.ExpectAsync("Stopped.");
        await service.ClientLeft.WaitAsync(TimeSpan.FromSeconds(10));
        await terminal.ExpectAsync("> ");
        await terminal.TypeAsync("/exit" + TerminalSession.Enter);
        Assert.Equal(0, await terminal.EndAsync());
    }

    [Fact]
    public async Task CtrlC_OneShot_Exits130()
    {
        await using var service = await SlowService.StartAsync();
        _sandbox.Url = service.Url;
        await using var terminal = TerminalSession.Start(_sandbox, "chat", "Never stop");

        await terminal.ExpectAsync("word word");
        await terminal.TypeAsync(TerminalSession.CtrlC);

        Assert.Equal(130, await terminal.EndAsync());
        await service.ClientLeft.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Keys_EditAndHistory_Work()
    {
        await using var terminal = TerminalSession.Start(_sandbox, "chat");
        await terminal.ExpectAsync("> ");

        await terminal.TypeAsync("/modle\x7f\x7f");
        await terminal.ExpectAsync("/mod");
        await terminal.TypeAsync("el" + TerminalSession.Enter);
        await terminal.ExpectAsync("Models: auto, ");
        await terminal.ExpectAsync("> ");
        await terminal.TypeAsync("\e[A");
        await terminal.ExpectAsync("/model");
        await terminal.TypeAsync(TerminalSession.Enter);
        await terminal.ExpectAsync("Models: auto, ");
        await terminal.ExpectAsync("> ");
        await terminal.TypeAsync("some text");
        await terminal.ExpectAsync("some text");
        await terminal.TypeAsync(TerminalSession.CtrlC);
        await terminal.ExpectAsync("> ");
        await terminal.TypeAsync(TerminalSession.CtrlD);
        Assert.Equal(0, await terminal.EndAsync());
    }
}
