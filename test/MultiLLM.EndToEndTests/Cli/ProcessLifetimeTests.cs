using System.Runtime.InteropServices;
using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Cli;

/// <summary>However a command ends, what it started ends too.</summary>
public sealed class ProcessLifetimeTests
{
    private readonly IReadOnlyList<ProcessEntry> _before = ProcessTree.OfTheApplication();

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task Chat_Signalled_TakesItsServiceAlong(PosixSignal signal, int exitCode)
    {
        using var sandbox = new Sandbox();
        await using var chat = await StartedChatAsync(sandbox);

        chat.Signal(signal);

        Assert.Equal(exitCode, (await chat.EndAsync()).ExitCode);
        await ProcessTree.AssertNoneLeftAsync(_before);
    }

    [Fact]
    public async Task Chat_KilledWithoutMercy_LeavesNothingBehind()
    {
        using var sandbox = new Sandbox();
        await using var chat = await StartedChatAsync(sandbox);

        chat.Process.Kill();

        await ProcessTree.AssertNoneLeftAsync(_before);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public async Task Serve_Signalled_EndsInGoodOrderWithItsRunners(PosixSignal signal)
    {
        await using var service = new RunningService();
        await service.InitializeAsync();
        await service.Client.LoadModelAsync("starter-chat");
        await ProcessTree.WaitForDescendantAsync(service.Serve.Process.Id, "MultiLLM.Runner");

        var result = await service.StopAsync(signal);

        Assert.True(result.ExitCode == 0, result.ToString());
        await ProcessTree.AssertNoneLeftAsync(_before);
    }

    [Fact]
    public async Task Serve_Killed_TakesItsRunnersAlong()
    {
        await using var service = new RunningService();
        await service.InitializeAsync();
        await service.Client.LoadModelAsync("starter-chat");

        service.Serve.Process.Kill();

        await ProcessTree.AssertNoneLeftAsync(_before);
    }

    private static async Task<Command> StartedChatAsync(Sandbox sandbox)
    {
        var chat = Command.Cli(sandbox, "chat", "Write a long story about the sea.", "--temperature", "1");
        await ProcessTree.WaitForDescendantAsync(chat.Process.Id, "MultiLLM.Runner");
        return chat;
    }
}
