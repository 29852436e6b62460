namespace MultiLLM.Core.Acquisition;

internal enum DownloadPhase
{
    Queued,
    Running,

    /// <summary>Told to stop; whoever comes now waits for that, and for the start that follows.</summary>
    Stopping,
    Discarding,
}

/// <summary>One model's download in the <see cref="DownloadQueue"/>.</summary>
internal sealed class Download(string id)
{
    public string Id => id;

    /// <summary>Null: nothing is to be fetched, only what lies on disk is discarded.</summary>
    public PullPlan? Plan { get; set; }
    public DownloadPhase Phase { get; set; }
    public List<long> Watchers { get; } = [];
    public List<long> Cancellers { get; } = [];
    public bool Discard { get; set; }
}
