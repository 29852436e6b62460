using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Selection;

/// <summary>
/// Borrows models for one request, one after another along its chain. After a runner's crash the same model is tried once more; in automatic selection a
/// failure goes to the next candidate. Bounded by the chain's length and one repetition.
/// </summary>
internal sealed class Attempts(Choice choice, LoadDemand demand, IResidency residency, ICircuits circuits)
{
    private readonly List<FailedAttempt> _failed = [];
    private int _place;
    private bool _repeated;
    private TimeSpan _loadWait;

    public SelectionDecision Decision => choice.Decide(Candidate, _loadWait, [.. _failed]);

    private RankedCandidate Candidate => choice.Chain[_place];

    /// <summary>Dispose the lease. Fails with <see cref="MultiLLMException"/>.</summary>
    public async ValueTask<ModelLease> BorrowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var lent = await residency.EnsureReadyAsync(Candidate.Model, demand, cancellationToken);
            if (lent.IsSuccess)
            {
                _loadWait += lent.Value.LoadWait;
                return lent.Value;
            }
            if (!MayRetry(lent.Error))
                throw Exhausted(lent.Error);
        }
    }

    /// <summary>Whether the failure leaves something to try; moves on to it.</summary>
    public bool MayRetry(Error failure)
    {
        var model = Candidate.Model.Id;
        if (IsModelsFault(failure))
            circuits.Failed(model, failure.Message);
        if (failure.IsRetriable && !_repeated)
        {
            _repeated = true;
            _failed.Add(new FailedAttempt(model, failure.Message, failure.Code));
            return true;
        }
        if (!IsModelsFault(failure) || _place + 1 >= choice.Chain.Count)
            return false;
        _failed.Add(new FailedAttempt(model, failure.Message, failure.Code));
        _place++;
        return true;
    }

    /// <summary>The last failure, with who failed before it.</summary>
    public MultiLLMException Exhausted(Error failure) => new(failure) { ModelId = Candidate.Model.Id, Attempts = [.. _failed] };

    public void Succeeded() => circuits.Succeeded(Candidate.Model.Id);

    /// <summary>Another model may do better with the same request.</summary>
    private static bool IsModelsFault(Error failure) => failure.IsRetriable
        || failure.Code is ErrorCode.ModelLoadFailed or ErrorCode.InsufficientMemory or ErrorCode.RunnerCrashed or ErrorCode.Timeout or ErrorCode.TemplateFailed;
}
