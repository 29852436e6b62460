using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Runners;

public sealed class SpareRunnerPoolTests
{
    [Fact]
    public async Task Take_SpareDiesBeforeItIsThere_AnotherIsStarted()
    {
        var launcher = new Launcher();
        await using var pool = new SpareRunnerPool(launcher, Options.Create(new MultiLLMOptions()), TimeProvider.System, NullLogger<SpareRunnerPool>.Instance);
        pool.Start();
        await Eventually.HoldsAsync(() => launcher.Starts.Count == 1, "the spare is being started");

        var taking = pool.TakeAsync(CancellationToken.None);
        launcher.Starts[0].SetException(Failed("the spare"));
        await Eventually.HoldsAsync(() => launcher.Starts.Count == 2, "another is being started for the load");
        launcher.Starts[1].SetException(Failed("the other"));

        Assert.Equal("the other", (await Assert.ThrowsAsync<MultiLLMException>(() => taking)).Message);
    }

    private static MultiLLMException Failed(string message) => new(new Error(ErrorCode.ModelLoadFailed, message));

    private sealed class Launcher : IRunnerLauncher
    {
        public List<TaskCompletionSource<RunnerProcess>> Starts { get; } = [];

        public Task<RunnerProcess> StartAsync(CancellationToken cancellationToken)
        {
            var start = new TaskCompletionSource<RunnerProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (Starts)
                Starts.Add(start);
            return start.Task;
        }
    }
}
