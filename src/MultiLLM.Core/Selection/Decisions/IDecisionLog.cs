using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Decisions;

/// <summary>The last decisions, a bounded number. Prompts are kept only where the configuration allows it.</summary>
public interface IDecisionLog
{
    void Add(RecordedDecision decision);

    RecordedDecision? Find(string id);

    /// <summary>Newest first.</summary>
    IReadOnlyList<RecordedDecision> Query(DecisionFilter filter);
}

/// <param name="Decision">What was decided.</param>
/// <param name="At">When.</param>
/// <param name="Prompt">Beginning of what the person wrote last; null: not kept.</param>
public sealed record RecordedDecision(SelectionDecision Decision, DateTimeOffset At, string? Prompt);

/// <summary>Null matches everything.</summary>
public sealed record DecisionFilter
{
    public string? ModelId { get; init; }
    public ModelTask? Task { get; init; }
    public string? ConversationId { get; init; }

    /// <summary>Automatic choices only, or named ones only.</summary>
    public bool? Automatic { get; init; }

    /// <summary>With a fallback only, or without one only.</summary>
    public bool? FellBack { get; init; }
    public DateTimeOffset? Before { get; init; }
    public int Limit { get; init; } = 50;
}
