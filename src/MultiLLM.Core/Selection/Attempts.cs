using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Selection;

/// <summary>
/// Borrows models for one request: after a runner's crash the same model once more, in automatic selection after a failed load the next
/// candidate. One retry in all.
/// </summary>
internal sealed class Attempts(Choice choice, LoadDemand demand, IResidency residency)
{
    private RankedCandidate _candidate = choice.Candidates[0];
    private TimeSpan _loadWait;
    private Error? _failure;

    public SelectionDecision Decision => choice.Decide(_candidate, _loadWait, _failure);

    /// <summary>Dispose the lease. Fails with <see cref="MultiLLMException"/>.</summary>
    public async ValueTask<ModelLease> BorrowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var lent = await residency.EnsureReadyAsync(_candidate.Model, demand, cancellationToken);
            if (lent.IsSuccess)
            {
                _loadWait += lent.Value.LoadWait;
                return lent.Value;
            }
            if (!MayRetry(lent.Error))
                throw new MultiLLMException(lent.Error);
        }
    }

    /// <summary>Whether the failure leaves something to try; moves on to it.</summary>
    public bool MayRetry(Error failure)
    {
        if (_failure is not null)
            return false;
        if (!failure.IsRetriable)
        {
            var next = choice.Candidates.SkipWhile(c => c != _candidate).Skip(1).FirstOrDefault();
            if (failure.Code is not (ErrorCode.ModelLoadFailed or ErrorCode.InsufficientMemory) || next is not { Eligible: true })
                return false;
            _candidate = next;
        }
        _failure = failure;
        return true;
    }
}
