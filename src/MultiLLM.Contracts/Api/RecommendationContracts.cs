namespace MultiLLM.Contracts.Api;

/// <summary>Body of <c>POST /recommendations</c>: what is to be done, in words or as a conversation, and the limits.</summary>
public sealed record RecommendationRequest : SelectionConstraints
{
    /// <summary>What is to be done, such as a typical prompt. Either this or messages.</summary>
    public string? TaskDescription { get; init; }

    /// <summary>A conversation whose last message is the request: {"role", "content"}, oldest first.</summary>
    public IReadOnlyList<ChatTurn>? Messages { get; init; }

    /// <summary>Models to list of each kind, 1 to 50; omitted: 5.</summary>
    public int? Limit { get; init; }
}

/// <summary>Answer of <c>POST /recommendations</c>.</summary>
public sealed record RecommendationReply
{
    /// <summary>The best installed model; null: none can serve it.</summary>
    public string? ModelId { get; init; }

    /// <summary>Why this one, or why none; one sentence.</summary>
    public required string Reason { get; init; }
    public required UnderstoodInfo Understood { get; init; }
    public required PreferenceInfo Preference { get; init; }

    /// <summary>Installed models, best first, those ruled out last.</summary>
    public required IReadOnlyList<RecommendedModel> Models { get; init; }

    /// <summary>Known models that are not here, fit this machine, and would do better than the best installed one; best first.</summary>
    public required IReadOnlyList<ProspectInfo> NotInstalled { get; init; }
}

/// <summary>An installed model and what is expected of it.</summary>
public sealed record RecommendedModel
{
    public required string ModelId { get; init; }
    public required string Name { get; init; }

    /// <summary>0 to 1, higher is better; 0 when it was ruled out.</summary>
    public double Score { get; init; }

    /// <summary>False when a hard requirement rules it out.</summary>
    public bool Eligible { get; init; }

    /// <summary>Expected for this task, 0 to 10; null: ruled out before.</summary>
    public double? Quality { get; init; }

    /// <summary>Null as above.</summary>
    public CandidateSeconds? Seconds { get; init; }

    /// <summary>What speaks for or against it.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>True for the bundled starter models, which are tiny and often wrong.</summary>
    public bool StarterModel { get; init; }

    /// <summary>Whether it could be loaded now: memory, context, disk.</summary>
    public required ValidateReply Validation { get; init; }
}

/// <summary>A model that would have to be fetched first.</summary>
public sealed record ProspectInfo
{
    public required string ModelId { get; init; }
    public required string Name { get; init; }

    /// <summary>Expected for this task, 0 to 10.</summary>
    public double Quality { get; init; }

    /// <summary>Expected to the full answer, once loaded.</summary>
    public double Seconds { get; init; }

    /// <summary>To fetch; null: not published.</summary>
    public long? DownloadBytes { get; init; }

    /// <summary>Main memory it will need; null: not known before its file is here.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>One sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether it could be loaded now: memory, context, disk.</summary>
    public required ValidateReply Validation { get; init; }
}
