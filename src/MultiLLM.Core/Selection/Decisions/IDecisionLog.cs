using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Decisions;

/// <summary>The last decisions, a bounded number. Prompts are kept only where the configuration allows it. Safe from any thread.</summary>
public interface IDecisionLog
{
    void Add(RecordedDecision decision);

    RecordedDecision? Find(string id);

    /// <summary>Newest first.</summary>
    IReadOnlyList<RecordedDecision> Query(DecisionFilter filter);
}

/// <param name="Decision">What was decided; of its candidates the best ones, the chosen one among them.</param>
/// <param name="At">When.</param>
/// <param name="Prompt">Beginning of what the person wrote last, without obvious secrets; null: not kept.</param>
public sealed record RecordedDecision(SelectionDecision Decision, DateTimeOffset At, string? Prompt)
{
    /// <summary>What the request was read as, also where it named its model.</summary>
    public TaskReading Reading { get; init; } = Decision.Reading ?? TaskReading.Unknown;

    /// <summary>Of whoever asked; null: it came without a key.</summary>
    public string? KeyId { get; init; }
}

/// <summary>Null matches everything.</summary>
public sealed record DecisionFilter
{
    public string? ModelId { get; init; }
    public ModelTask? Task { get; init; }
    public string? ConversationId { get; init; }

    /// <summary>Only those of this key.</summary>
    public string? KeyId { get; init; }

    /// <summary>Automatic choices only, or named ones only.</summary>
    public bool? Automatic { get; init; }

    /// <summary>With a fallback only, or without one only.</summary>
    public bool? FellBack { get; init; }
    public DateTimeOffset? Before { get; init; }
    public int Limit { get; init; } = 50;
}
