using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit.Chain;

namespace MultiLLM.Core.Gateway.Audit.Writing;

/// <summary>What the writer is given, in the order in which it does it.</summary>
internal abstract record AuditWork
{
    private AuditWork()
    {
    }

    /// <param name="Entry">To be kept.</param>
    /// <param name="Time">When it was appended.</param>
    public sealed record Keep(AuditEntry Entry, DateTimeOffset Time) : AuditWork;

    public sealed record Sign(TaskCompletionSource<Result<Checkpoint>> Done) : AuditWork;
}
