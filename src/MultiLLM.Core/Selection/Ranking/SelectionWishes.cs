namespace MultiLLM.Core.Selection.Ranking;

/// <summary>What a caller asks of the choice.</summary>
public sealed record SelectionWishes
{
    public static SelectionWishes None { get; } = new();

    /// <summary>Null: the service's default.</summary>
    public Preference? Preference { get; init; }

    /// <summary>Seconds to the full answer, as expected; models that are expected to take longer are ruled out.</summary>
    public double? MaxSeconds { get; init; }

    /// <summary>Expected quality for the task, 0 to 10 as in the catalog; models below are ruled out.</summary>
    public double? MinQuality { get; init; }

    /// <summary>What the answer may cost, as expected, in the currency of the catalog's prices; models without a price cost nothing. Null: whatever it takes.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Ids or aliases; only these may answer. Empty: every model.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Ids or aliases that may not answer.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <summary>Only what is loaded already.</summary>
    public bool LoadedOnly { get; init; }

    /// <summary>Of a request that names its model: ids or aliases, in order, of those to ask when it fails before it answered. At most <see cref="MostFallbacks"/>.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];
    public const int MostFallbacks = 8;

    /// <summary>Answer with a small model first and with a better one where it is not sure of its words.</summary>
    public bool Cascade { get; init; }

    /// <summary>Names the conversation; null: it is recognised by its messages.</summary>
    public string? ConversationId { get; init; }
}
