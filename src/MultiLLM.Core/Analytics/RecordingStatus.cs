namespace MultiLLM.Core.Analytics;

/// <summary>How recording stands. Counts are since the service started.</summary>
public sealed record RecordingStatus
{
    public required bool Enabled { get; init; }

    /// <summary>The database, without secrets.</summary>
    public required string Store { get; init; }

    /// <summary>Records in the database.</summary>
    public long Written { get; init; }

    /// <summary>Records that wait to be written.</summary>
    public long Waiting { get; init; }

    /// <summary>Records lost because the queue was full or the database could not take them.</summary>
    public long Lost { get; init; }

    /// <summary>Records that the run before had not written yet when it was killed.</summary>
    public long LostByKill { get; init; }

    /// <summary>What keeps records from being written, one sentence; null: nothing.</summary>
    public string? Problem { get; init; }
    public DateTimeOffset? ProblemSince { get; init; }

    /// <summary>Where a damaged database was put; null: there was none.</summary>
    public string? SetAside { get; init; }
}
