using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

/// <summary>Which model answers and why.</summary>
/// <param name="Requested">"auto" (also "auto:fast" and the like), or the id or alias the caller named.</param>
/// <param name="Model">The chosen one.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Candidates">All that were considered, best first.</param>
/// <param name="LoadWait">How long the request waited for the model to load.</param>
public sealed record SelectionDecision(
    string Requested, ModelDefinition Model, string Reason, IReadOnlyList<RankedCandidate> Candidates, TimeSpan LoadWait)
{
    /// <summary>For feedback and for looking it up; unique.</summary>
    public string Id { get; init; } = "";

    /// <summary>Null: the request names its model, and nothing was read.</summary>
    public TaskReading? Reading { get; init; }
    public RequestSigns Signs { get; init; } = RequestSigns.None;
    public Preference? Preference { get; init; }

    /// <summary>The model was loaded for this request.</summary>
    public bool LoadedForThis => LoadWait > TimeSpan.Zero;

    /// <summary>Attempts before this one that failed, first things first.</summary>
    public IReadOnlyList<FailedAttempt> Fallbacks { get; init; } = [];

    /// <summary>The conversation it belongs to; null: a named model's first turn, or an embedding.</summary>
    public string? ConversationId { get; init; }
}

/// <param name="ModelId">Who failed.</param>
/// <param name="Reason">Why, one sentence.</param>
/// <param name="Code">What kind of failure.</param>
public sealed record FailedAttempt(string ModelId, string Reason, ErrorCode? Code = null);
