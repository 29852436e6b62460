namespace MultiLLM.Contracts.Api;

/// <summary>Body of <c>POST /models/pull</c>.</summary>
public sealed record PullRequest
{
    /// <summary>A model of the catalog by id or alias, or a file of the hub: "hf:owner/repository/file.gguf", optionally with "@revision".</summary>
    public required string ModelId { get; init; }

    /// <summary>Id that a file of the hub gets here; omitted: what follows from its name.</summary>
    public string? As { get; init; }

    /// <summary>Branch, tag or commit; omitted: the catalog's, else "main".</summary>
    public string? Revision { get; init; }

    /// <summary>Tell the progress as server-sent events; the last one has the model or an error.</summary>
    public bool Stream { get; init; }
}

/// <summary>One event of a streamed <c>POST /models/pull</c>. Exactly one of the members is set.</summary>
public sealed record PullStreamEvent
{
    /// <summary>How far it is, at least every few seconds.</summary>
    public PullStatus? Progress { get; init; }

    /// <summary>The model as it is now; the last event of a download that went well.</summary>
    public ModelActionResult? Result { get; init; }

    /// <summary>The last event of a download that failed. What was fetched is kept where that helps the next attempt.</summary>
    public ErrorInfo? Error { get; init; }
}

/// <summary>How one download stands.</summary>
public sealed record PullStatus
{
    /// <summary>Id that the model will have.</summary>
    public required string Id { get; init; }

    /// <summary>For example "hf:owner/repository/file.gguf@main".</summary>
    public required string Source { get; init; }

    /// <summary>"queued", "resolving", "downloading", "verifying", "installing", "stopping", or "stopped": goes on when it is pulled again.</summary>
    public required string State { get; init; }

    /// <summary>File that is being worked on.</summary>
    public string? File { get; init; }
    public long BytesDone { get; init; }

    /// <summary>Of all files; omitted while it is not known.</summary>
    public long? BytesTotal { get; init; }

    /// <summary>Those of the bytes done that an earlier attempt had fetched.</summary>
    public long BytesResumed { get; init; }

    /// <summary>Over the last seconds.</summary>
    public double? BytesPerSecond { get; init; }
    public double? SecondsLeft { get; init; }

    /// <summary>Why it waits or tries again, for example that the hub asked it to wait.</summary>
    public string? Problem { get; init; }
}

/// <summary>Answer of <c>GET /models/pull</c>, and of cancelling: the downloads under way, and those that were stopped and can go on.</summary>
public sealed record PullList(IReadOnlyList<PullStatus> Downloads);

/// <summary>Body of <c>POST /models/import</c>.</summary>
public sealed record ImportRequest
{
    /// <summary>Absolute path of a GGUF file on the service's machine; of a split model any of its files.</summary>
    public required string Path { get; init; }

    /// <summary>Id that it gets; omitted: what follows from the file's name.</summary>
    public string? As { get; init; }

    /// <summary>"copy" (default), "link" (the file stays where it is and must stay there) or "move".</summary>
    public string? Mode { get; init; }
}

/// <summary>Answer of <c>DELETE /models/{id}</c>.</summary>
/// <param name="Id">The model that was removed.</param>
/// <param name="Files">What was deleted, absolute paths.</param>
/// <param name="FreedBytes">Disk space; a link frees none.</param>
public sealed record RemovedModel(string Id, IReadOnlyList<string> Files, long FreedBytes);
