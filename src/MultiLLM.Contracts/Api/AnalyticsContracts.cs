namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /analytics/summary</c>, <c>/analytics/models/{id}</c> and <c>/analytics/compare</c>.</summary>
public sealed record AnalyticsSummary
{
    /// <summary>Begin of the period, rounded down to a minute; to an hour or a day where only those figures are kept.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the period, not included; rounded up.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>For example "Europe/Berlin".</summary>
    public required string TimeZone { get; init; }

    /// <summary>All requests of the period.</summary>
    public required RequestFigures Total { get; init; }

    /// <summary>"model", "task", "key", "minute", "hour" or "day".</summary>
    public required string By { get; init; }

    /// <summary>The busiest first; periods in their order, also those without requests.</summary>
    public required IReadOnlyList<FiguresGroup> Groups { get; init; }
    public required RecordingInfo Recording { get; init; }

    /// <summary>Bytes that the models asked about held in the period, times the seconds; absent where a task or a key is asked about.</summary>
    public double? HeldByteSeconds { get; init; }

    /// <summary>Of hours and days: requests before then may be counted in the one before their own, as in trends.</summary>
    public DateTimeOffset? ApproximateBefore { get; init; }
}

/// <summary>Requests that have something in common.</summary>
public sealed record FiguresGroup
{
    /// <summary>Id of a model, task, key, or the begin of a period; "none" where requests have none, for example those that came to no model.</summary>
    public required string Name { get; init; }

    /// <summary>Of a period.</summary>
    public DateTimeOffset? Start { get; init; }
    public required RequestFigures Figures { get; init; }

    /// <summary>Memory that the model holds now; absent: it is not loaded, or this is no model.</summary>
    public long? HeldBytes { get; init; }

    /// <summary>Of a model: the seconds of the period that it was in memory, asked or not.</summary>
    public double? HeldSeconds { get; init; }

    /// <summary>Of a model: the bytes that it held in the period, times the seconds that it held them.</summary>
    public double? HeldByteSeconds { get; init; }
}

/// <summary>Figures of many requests. Seconds and tokens.</summary>
public sealed record RequestFigures
{
    public long Requests { get; init; }
    public long Succeeded { get; init; }

    /// <summary>The service or a model failed.</summary>
    public long Failed { get; init; }

    /// <summary>They could not be served as asked, or there was no room for them.</summary>
    public long Refused { get; init; }

    /// <summary>The caller left before the end.</summary>
    public long Cancelled { get; init; }

    /// <summary>Attempts that failed and were taken over by another one; not requests of their own.</summary>
    public long FailedAttempts { get; init; }

    /// <summary>Succeeded of those that succeeded or failed, 0 to 1; absent: there was none.</summary>
    public double? SuccessRate { get; init; }
    public long PromptTokens { get; init; }

    /// <summary>Tokens of prompts that did not have to be processed again.</summary>
    public long CachedTokens { get; init; }
    public long CompletionTokens { get; init; }

    /// <summary>Time that models worked.</summary>
    public double MachineSeconds { get; init; }

    /// <summary>What remote servers ask for them, in the currency of the catalog's prices; absent: nothing that is counted.</summary>
    public double? Cost { get; init; }

    /// <summary>From arrival to the end of the answer, of requests that succeeded.</summary>
    public required Distribution LatencySeconds { get; init; }
    public required Distribution TimeToFirstTokenSeconds { get; init; }
    public required Distribution TokensPerSecond { get; init; }

    /// <summary>Waiting for a slot of the model.</summary>
    public required Distribution QueueSeconds { get; init; }

    /// <summary>Waiting for a load, of the requests that had to.</summary>
    public required Distribution LoadSeconds { get; init; }
}

/// <summary>How values are spread; percentiles are within 2 % of the true ones. All 0 where there is no value.</summary>
/// <param name="Count">Values.</param>
/// <param name="Mean">Exact.</param>
/// <param name="P50">Half of the values are not above it.</param>
/// <param name="P95">95 % of the values are not above it.</param>
/// <param name="P99">99 % of the values are not above it.</param>
public sealed record Distribution(long Count, double Mean, double P50, double P95, double P99);

/// <summary>How recording stands. Counts are since the service started.</summary>
public sealed record RecordingInfo
{
    public required bool Enabled { get; init; }

    /// <summary>The database, without secrets.</summary>
    public required string Store { get; init; }
    public long Written { get; init; }
    public long Waiting { get; init; }

    /// <summary>Records that the queue or the database could not take.</summary>
    public long Lost { get; init; }

    /// <summary>Records that the run before had not written when it was killed.</summary>
    public long LostByKill { get; init; }

    /// <summary>What keeps records from being written; absent: nothing.</summary>
    public string? Problem { get; init; }
    public DateTimeOffset? ProblemSince { get; init; }

    /// <summary>Where a damaged database was put.</summary>
    public string? SetAside { get; init; }
}

/// <summary>Answer of <c>GET /analytics/trends</c>.</summary>
/// <param name="Metric">What the values are.</param>
/// <param name="Bucket">"minute", "hour", "day", "week" or "month".</param>
/// <param name="TimeZone">Whose days and months.</param>
/// <param name="From">Begin of the first bucket.</param>
/// <param name="To">End of the last bucket.</param>
/// <param name="Series">One, or one for each model, task or key; each has every bucket.</param>
/// <param name="ApproximateBefore">
/// Requests before then may be counted in the bucket before their own: of them only figures of whole hours of UTC are kept, of longer ago whole days, and these
/// buckets begin in between. Absent: each counts in its own.
/// </param>
public sealed record AnalyticsTrends(
    string Metric, string Bucket, string TimeZone, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<TrendSeries> Series, DateTimeOffset? ApproximateBefore = null);

/// <param name="Points">One for each bucket, in order.</param>
/// <param name="Name">Model, task or key; absent: all requests.</param>
public sealed record TrendSeries(IReadOnlyList<TrendPoint> Points, string? Name = null);

/// <param name="Start">In the time zone asked for.</param>
/// <param name="Requests">In this bucket; 0: the value says nothing.</param>
/// <param name="Value">Of the metric.</param>
public sealed record TrendPoint(DateTimeOffset Start, long Requests, double Value);

/// <summary>Answer of <c>GET /analytics/requests</c>.</summary>
/// <param name="Requests">The newest first.</param>
/// <param name="Cursor">For the next page; absent: there is none.</param>
public sealed record RequestPage(IReadOnlyList<RequestInfo> Requests, string? Cursor = null);

/// <summary>What was recorded of one request, or of an attempt at it. Seconds and tokens.</summary>
public sealed record RequestInfo
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>The same for all attempts at one request.</summary>
    public required string RequestId { get; init; }
    public required string Endpoint { get; init; }

    /// <summary>"own", "openai", "library", or "comparison": asked by the service for a comparison.</summary>
    public required string Dialect { get; init; }
    public string? Key { get; init; }
    public required string ModelAsked { get; init; }
    public string? ModelUsed { get; init; }
    public string? Task { get; init; }
    public string? Difficulty { get; init; }
    public string? Preference { get; init; }
    public long PromptTokens { get; init; }
    public long CachedTokens { get; init; }
    public long CompletionTokens { get; init; }
    public double? QueueSeconds { get; init; }
    public double? LoadSeconds { get; init; }
    public double? TimeToFirstTokenSeconds { get; init; }
    public double? PromptSeconds { get; init; }
    public double? DecodeSeconds { get; init; }
    public double? TokensPerSecond { get; init; }

    /// <summary>What remote servers ask for it, in the currency of the catalog's prices; absent: nothing that is counted.</summary>
    public double? Cost { get; init; }
    public double TotalSeconds { get; init; }

    /// <summary>"ok", "failed", "refused", "cancelled", or "superseded" for an attempt that another one took over.</summary>
    public required string Outcome { get; init; }
    public string? FinishReason { get; init; }
    public string? ErrorCode { get; init; }
    public bool Stream { get; init; }
    public string? ConversationId { get; init; }
    public string? DecisionId { get; init; }
    public int Attempt { get; init; }

    /// <summary>What the person wrote last, where the service is told to keep it.</summary>
    public string? Prompt { get; init; }
}
