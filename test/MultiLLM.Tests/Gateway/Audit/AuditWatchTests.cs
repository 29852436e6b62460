using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Verifying;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Audit;

public sealed class AuditWatchTests
{
    [Fact]
    public async Task Check_LogThatCannotBeRead_IsAProblemAndNotTampering()
    {
        var time = new FakeTimeProvider();
        var events = new EventLog(time);
        using var watch = new AuditWatch(new Unreadable(), events, Microsoft.Extensions.Options.Options.Create(new AuditOptions()), time, NullLogger<AuditWatch>.Instance);
        await watch.StartAsync(TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return events.ReadAfter(0).Events.Count > 0;
            },
            "it is told");

        var told = Assert.Single(events.ReadAfter(0).Events);
        Assert.Equal((EventKinds.AuditProblem, Unreadable.Message), (told.Kind, told.Message));
        await watch.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Unreadable : IAuditStanding
    {
        public const string Message = "The audit log cannot be read: no such disk";

        public AuditStatus Status => throw new NotSupportedException();
        public Error? Refusal => null;

        public Task<Result<Checkpoint>> CheckpointAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Result<AuditVerification>> VerifyAsync(Checkpoint? anchor, CancellationToken cancellationToken) =>
            Task.FromResult<Result<AuditVerification>>(new Error(ErrorCode.AuditUnavailable, Message));
    }
}
