namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /limits</c> and <c>GET /limits/{id}</c>.</summary>
/// <param name="Name">For people.</param>
/// <param name="Priority">"low", "normal" or "high": of its requests, unless they ask for less.</param>
/// <param name="Limits">Every limit there is.</param>
/// <param name="KeyId">Whose; absent: the caller came without a key, and has no limits.</param>
public sealed record LimitReport(string Name, string Priority, IReadOnlyList<LimitInfo> Limits, string? KeyId = null);

/// <summary>One limit, and how much of it is left.</summary>
public sealed record LimitInfo
{
    /// <summary>
    /// "requests_per_minute", "tokens_per_minute", "concurrency", "tokens_per_day", "tokens_per_month", "max_prompt_tokens" or "max_answer_tokens".
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Requests or tokens.</summary>
    public required long Limit { get; init; }

    /// <summary>Absent: it does not fill up.</summary>
    public long? Used { get; init; }

    /// <summary>Set aside for requests under way, by all gateways with the same database.</summary>
    public long? Reserved { get; init; }

    /// <summary>What is left of it.</summary>
    public long? Remaining { get; init; }

    /// <summary>When nothing of it will be used any more, if nothing else is asked.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
