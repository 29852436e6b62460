using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Selection;

/// <summary>
/// Borrows models for one request, one after another along its chain, as long as nothing was answered. After a runner's crash the same model is tried
/// once more; then the next candidate's turn comes. Bounded by the chain's length and one repetition. Dispose when the answer is over.
/// </summary>
internal sealed class Attempts : IDisposable
{
    private readonly Choice _choice;
    private readonly LoadDemand _demand;
    private readonly AttemptParts _parts;
    private readonly List<FailedAttempt> _failed = [];
    private readonly List<RankedCandidate> _ahead;
    private RankedCandidate _candidate;
    private CircuitAttempt? _turn;
    private bool _repeated;
    private bool _answers;
    private TimeSpan _loadWait;

    /// <summary>From here on the chosen model counts as asked, to the end.</summary>
    public Attempts(Choice choice, LoadDemand demand, AttemptParts parts)
    {
        (_choice, _demand, _parts) = (choice, demand, parts);
        _candidate = choice.Chain[0];
        _ahead = [.. choice.Chain.Skip(1)];
        parts.Underway.Begin(_candidate.Model.Id);
    }

    /// <summary>Dispose the lease. Fails with <see cref="MultiLLMException"/> when nobody is left to ask.</summary>
    public async ValueTask<ModelLease> BorrowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var failure = Begin();
            if (failure is null)
            {
                var lent = await _parts.BorrowAsync(_candidate.Model, _demand, cancellationToken);
                if (lent.IsSuccess)
                {
                    _loadWait += lent.Value.LoadWait;
                    return lent.Value;
                }
                failure = lent.Error;
            }
            if (!TryNext(failure))
                throw Exhausted(failure);
        }
    }

    /// <summary>Nothing was answered: goes on to whoever may do better. False: nobody would.</summary>
    public bool TryNext(Error failure)
    {
        var kind = FailureKinds.Of(failure);
        var model = _candidate.Model.Id;
        if (kind == FailureKind.Model)
            _turn?.Failed(failure.Message);
        EndTurn();
        if (failure.IsRetriable && !_repeated)
        {
            _repeated = true;
            _failed.Add(new FailedAttempt(model, failure.Message, failure.Code));
            _parts.TellRepeated(model, failure.Message);
            return true;
        }
        if (Next(kind) is not { } next)
            return false;
        _failed.Add(new FailedAttempt(model, failure.Message, failure.Code));
        _parts.TellFallback(model, next.Model.Id, failure.Message);
        _parts.Underway.End(model);
        _parts.Underway.Begin(next.Model.Id);
        (_candidate, _loadWait) = (next, TimeSpan.Zero);
        return true;
    }

    /// <summary>The failure of the last one asked, with who failed before.</summary>
    private Error Final(Error failure)
    {
        var others = _failed.Where(attempt => attempt.ModelId != _candidate.Model.Id).DistinctBy(attempt => attempt.ModelId).ToList();
        return others.Count == 0
            ? failure
            : failure with { Message = $"{_candidate.Model.Id}: {failure.Message} Before it failed {string.Join("; ", others.Select(o => $"{o.ModelId}: {o.Reason}"))}" };
    }

    /// <summary>The last failure as callers get it, with who was asked.</summary>
    public MultiLLMException Exhausted(Error failure, Exception? inner = null) =>
        new(Final(failure), inner) { ModelId = _candidate.Model.Id, Attempts = [.. _failed], Reading = _choice.Features.KnownReading };

    /// <summary>The first output is here: from now on nobody else is asked.</summary>
    public SelectionDecision Answers()
    {
        _answers = true;
        return _choice.Decide(_candidate, _loadWait, [.. _failed]);
    }

    /// <summary>The answer ended with an error after its first output.</summary>
    public void BrokeOff(Error failure)
    {
        if (FailureKinds.Of(failure) == FailureKind.Model)
            _turn?.Failed(failure.Message);
    }

    /// <summary>A caller that stopped reading had a model that worked as far as anybody looked.</summary>
    public void Dispose()
    {
        if (_answers)
            _turn?.Succeeded();
        EndTurn();
        _parts.Underway.End(_candidate.Model.Id);
    }

    /// <summary>A named model that keeps failing is asked all the same, unless its caller says who else will do.</summary>
    private Error? Begin()
    {
        _turn = _parts.Circuits.TryBegin(_candidate.Model.Id, insists: !_choice.IsAutomatic && _ahead.Count == 0);
        return _turn is not null
            ? null
            : _parts.PassedOver(_candidate.Model.Id);
    }

    private void EndTurn()
    {
        _turn?.Dispose();
        _turn = null;
    }

    private RankedCandidate? Next(FailureKind kind)
    {
        if (kind == FailureKind.Request)
            return null;
        if (kind == FailureKind.Context)
        {
            var context = _parts.ContextOf(_candidate.Model);
            _ahead.RemoveAll(candidate => _parts.ContextOf(candidate.Model) <= context);
        }
        if (_ahead.Count == 0)
            return null;
        var next = _ahead[0];
        _ahead.RemoveAt(0);
        return next;
    }
}
