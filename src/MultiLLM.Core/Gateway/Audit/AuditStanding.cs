using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Files;
using MultiLLM.Core.Gateway.Audit.Verifying;
using MultiLLM.Core.Gateway.Audit.Writing;

namespace MultiLLM.Core.Gateway.Audit;

/// <summary>Asks the writer for what only it can do, and reads files for the rest.</summary>
internal sealed class AuditStanding(
    AuditQueue queue, AuditWriter writer, AuditFile file, AuditFolder folder, AuditKeys keys, AuditTrouble trouble, IOptions<AuditOptions> options, TimeProvider time) : IAuditStanding
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private volatile Check? _last;

    public AuditStatus Status => new()
    {
        Enabled = options.Value.Enabled,
        Folder = folder.Path,
        Written = writer.Written,
        Waiting = queue.Reader.Count,
        Lost = queue.Dropped + writer.GivenUp,
        Problem = trouble.Problem,
        ProblemSince = trouble.Since,
        LastCheck = _last?.Found,
        CheckedAt = _last?.At,
        PublicKey = file.Signer?.PublicKey,
    };

    public Error? Refusal => !options.Value.FailClosed || !options.Value.Enabled ? null
        : trouble.Problem is { } problem ? new Error(ErrorCode.AuditUnavailable, $"{problem} Nothing is done that could not be noted.", RetryAfter: AskAgain)
        : writer.Untold > 0 ? new Error(ErrorCode.AuditUnavailable, "More has happened than the audit log has noted yet.", RetryAfter: AskAgain)
        : null;

    public async Task<Result<Checkpoint>> CheckpointAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
            return new Error(ErrorCode.AuditUnavailable, $"No audit log is kept: {AuditOptions.Section}:Enabled is false.");
        var done = new TaskCompletionSource<Result<Checkpoint>>(TaskCreationOptions.RunContinuationsAsynchronously);
        return queue.TryAsk(new AuditWork.Sign(done))
            ? await done.Task.WaitAsync(cancellationToken)
            : new Error(ErrorCode.AuditUnavailable, "The audit log has more to write than it can at the moment.", RetryAfter: AskAgain);
    }

    public Task<Result<AuditVerification>> VerifyAsync(Checkpoint? anchor, CancellationToken cancellationToken) => Task.Run(() => Verify(anchor, cancellationToken), cancellationToken);

    private Result<AuditVerification> Verify(Checkpoint? anchor, CancellationToken cancellationToken)
    {
        try
        {
            using var trust = AuditTrust.OfFolder(keys.Folder);
            var found = new AuditVerifier(folder, trust).Verify(anchor, cancellationToken);
            if (anchor is null)
                _last = new Check(found, time.GetUtcNow());
            return found;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCode.AuditUnavailable, $"The audit log cannot be read: {error.Message}", RetryAfter: AskAgain);
        }
    }

    private sealed record Check(AuditVerification Found, DateTimeOffset At);
}
