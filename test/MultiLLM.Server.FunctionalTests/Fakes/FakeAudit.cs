using MultiLLM.Core.Analytics.Prompts;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Core.Gateway.Audit.Verifying;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>Remembers what was appended.</summary>
internal sealed class FakeAudit : IAuditLog, IAuditReader, IAuditStanding
{
    private readonly Lock _gate = new();
    private readonly List<AuditRecord> _records = [];

    public Error? Refusal { get; set; }
    public AuditStatus Status => new() { Enabled = true, PublicKey = "-----BEGIN PUBLIC KEY-----" };

    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _records.Select(record => record.Entry)];
        }
    }

    public void Append(AuditEntry entry)
    {
        lock (_gate)
            _records.Add(new AuditRecord(_records.Count + 1, DateTimeOffset.UnixEpoch.AddYears(50), new string('0', 64), entry));
    }

    public IReadOnlyList<AuditRecord> Newest(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
            return [.. _records.Where(filter.Matches).Where(record => before is null || record.Sequence < before).Reverse().Take(limit)];
    }

    public IEnumerable<AuditRecord> All(AuditFilter filter)
    {
        lock (_gate)
            return [.. _records.Where(filter.Matches)];
    }

    public Task<Result<Checkpoint>> CheckpointAsync(CancellationToken cancellationToken) => Task.FromResult<Result<Checkpoint>>(new Checkpoint
    {
        Log = "log", Sequence = 1, Hash = new string('0', 64), Time = DateTimeOffset.UnixEpoch, Key = "key", Signature = "sig",
    });

    public Task<Result<AuditVerification>> VerifyAsync(Checkpoint? anchor, CancellationToken cancellationToken) =>
        Task.FromResult<Result<AuditVerification>>(new AuditVerification { Problems = [], ProblemCount = 0 });
}

internal sealed class FakeHolds : ILegalHolds
{
    private static readonly LegalHold Hold = new() { Id = "hold-1", Reason = "case", PlacedBy = "local", PlacedAt = DateTimeOffset.UnixEpoch };

    public IReadOnlyList<LegalHold>? Current { get; set; } = [Hold];

    public Result<LegalHold> Place(HoldOrder order, Caller caller, string? requestId) => Hold with { Reason = order.Reason, Key = order.Key };

    public Result<LegalHold> Lift(string id, string reason, Caller caller, string? requestId) => Hold;
}

internal sealed class FakeEraser : IPromptEraser
{
    public ErasureScope? Asked { get; private set; }

    public ValueTask<Result<ErasedRecords>> EraseAsync(ErasureScope scope, Caller caller, string? requestId, CancellationToken cancellationToken)
    {
        Asked = scope;
        return ValueTask.FromResult<Result<ErasedRecords>>(new ErasedRecords(1, 2, 3));
    }
}
