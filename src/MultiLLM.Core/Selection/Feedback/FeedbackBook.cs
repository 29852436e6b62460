using System.Threading.Channels;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>Owner of votes and outcomes, a bounded number of both.</summary>
internal sealed class FeedbackBook(IDecisionLog decisions, IModelCatalog catalog, TimeProvider time) : IFeedback
{
    public const int MostVotes = 4096;
    private const int MostOutcomes = 1024;

    /// <summary>Evidence fades so slowly that it need not be weighed again more often.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Good outcomes come with every answer and change little.</summary>
    private static readonly TimeSpan MaxStaleAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, CastVote> _votes = new(StringComparer.Ordinal); // the oldest first
    private readonly OrderedDictionary<(string Model, ModelTask Task), OutcomeCount> _outcomes = []; // the longest unchanged first
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile bool _isStale;
    private volatile EvidenceSnapshot _evidence = EvidenceSnapshot.Of([], [], time.GetUtcNow());

    /// <summary>Holds something when there is something to save.</summary>
    public ChannelReader<bool> Changes => _changes.Reader;

    public IQualityEvidence Evidence
    {
        get
        {
            if (time.GetUtcNow() - _evidence.At > (_isStale ? MaxStaleAge : MaxAge))
            {
                lock (_gate)
                    Weigh();
            }
            return _evidence;
        }
    }

    public Result<FeedbackReceipt> Vote(FeedbackVote vote)
    {
        if (vote.Rating is not (1 or -1))
            return new Error(ErrorCode.InvalidRequest, $"rating is {vote.Rating}; it takes 1 (good) or -1 (bad).", "rating");
        if (decisions.Find(vote.DecisionId) is not { } recorded)
            return new Error(ErrorCode.DecisionNotFound, $"There is no decision \"{vote.DecisionId}\", or it is no longer remembered.", "decision_id");
        var (model, task) = (recorded.Decision.Model, recorded.Reading.Task);
        var better = vote.BetterModel is { } name ? IdOf(name) : null;
        if (vote.BetterModel is not null && better is null)
            return new Error(ErrorCode.ModelNotFound, $"There is no model \"{vote.BetterModel}\".", "better_model");
        if (better == model.Id)
            return new Error(ErrorCode.InvalidRequest, $"better_model is {better}, which gave this answer.", "better_model");
        lock (_gate)
        {
            Weigh(); // so that nothing but the vote lies between before and after
            var before = ExpectedQuality.Of(model, task, _evidence);
            Cast(new CastVote(vote.DecisionId, model.Id, task, vote.Rating > 0, better, time.GetUtcNow()));
            return new FeedbackReceipt(model.Id, task.ToString().ToLowerInvariant(), before, ExpectedQuality.Of(model, task, _evidence));
        }
    }

    public void Preferred(string id, string betterModelId, string worseModelId, ModelTask task)
    {
        lock (_gate)
            Cast(new CastVote(id, worseModelId, task, IsGood: false, betterModelId, time.GetUtcNow(), IsPreference: true));
    }

    public void Outcome(string modelId, ModelTask task, bool good)
    {
        lock (_gate)
        {
            // A model that never failed has nothing to take back, so that most answers change nothing.
            if (!_outcomes.TryGetValue((modelId, task), out var count) && good)
                return;
            var now = time.GetUtcNow();
            _outcomes.Remove((modelId, task));
            while (_outcomes.Count >= MostOutcomes)
                _outcomes.RemoveAt(0);
            _outcomes.Add((modelId, task), (count ?? new OutcomeCount(modelId, task, 0, 0, now)).After(good, now));
            _isStale = true;
            if (!good)
                Weigh();
            _changes.Writer.TryWrite(true);
        }
    }

    /// <summary>As it stands, to be kept.</summary>
    public FeedbackFile Saved()
    {
        lock (_gate)
            return new FeedbackFile([.. _votes.Values], [.. _outcomes.Values]);
    }

    /// <summary>Takes in what was kept, before anything else was said.</summary>
    public void Restore(FeedbackFile saved)
    {
        lock (_gate)
        {
            foreach (var vote in saved.Votes.TakeLast(MostVotes))
                _votes.TryAdd(vote.DecisionId, vote);
            foreach (var count in saved.Outcomes.TakeLast(MostOutcomes))
                _outcomes.TryAdd((count.ModelId, count.Task), count);
            Weigh();
        }
    }

    private void Cast(CastVote vote)
    {
        _votes.Remove(vote.DecisionId);
        while (_votes.Count >= MostVotes)
            _votes.RemoveAt(0);
        _votes.Add(vote.DecisionId, vote);
        Weigh();
        _changes.Writer.TryWrite(true);
    }

    private void Weigh()
    {
        _evidence = EvidenceSnapshot.Of(_votes.Values, _outcomes.Values, time.GetUtcNow());
        _isStale = false;
    }

    private string? IdOf(string name) => catalog.Current.Find(name)?.Id ?? catalog.Current.FindEntry(name)?.Id;
}
