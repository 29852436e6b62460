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

    /// <summary>Also of a request that names its model, on whose choice it has no influence. Null: it wants vectors, or says nothing that could be read.</summary>
    public TaskReading? Reading { get; init; }
    public RequestSigns Signs { get; init; } = RequestSigns.None;
    public Preference? Preference { get; init; }

    /// <summary>The model was loaded for this request.</summary>
    public bool LoadedForThis => LoadWait > TimeSpan.Zero;

    /// <summary>Attempts before this one that failed, first things first.</summary>
    public IReadOnlyList<FailedAttempt> Fallbacks { get; init; } = [];

    /// <summary>A small model was asked first, as the request wished; null: it was not.</summary>
    public CascadeNote? Cascade { get; init; }

    /// <summary>The conversation it belongs to; null: an embedding, or a prompt without messages.</summary>
    public string? ConversationId { get; init; }
}

/// <param name="ModelId">Who failed.</param>
/// <param name="Reason">Why, one sentence.</param>
/// <param name="Code">What kind of failure.</param>
public sealed record FailedAttempt(string ModelId, string Reason, ErrorCode? Code = null);

/// <summary>What became of a small model's draft.</summary>
/// <param name="DraftModel">Who wrote it.</param>
/// <param name="Confidence">How sure that model was of its words, 0 to 1; null: not judged.</param>
/// <param name="Threshold">A draft below it is not trusted.</param>
/// <param name="Escalated">A better model answers instead of the draft.</param>
/// <param name="Reason">One sentence.</param>
public sealed record CascadeNote(string DraftModel, double? Confidence, double Threshold, bool Escalated, string Reason);
