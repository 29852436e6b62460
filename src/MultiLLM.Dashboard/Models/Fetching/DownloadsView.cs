using System.Collections.Immutable;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Models.Fetching;

/// <summary>A download that ended without its model, and why, in one sentence.</summary>
public sealed record FailedDownload(PullRequest Request, string Id, string Reason);

/// <summary>The downloads as they stand: under way, stopped with something to go on from, and failed since the page's service started.</summary>
public sealed record DownloadsView(ImmutableArray<PullStatus> All, ImmutableArray<FailedDownload> Failed)
{
    public static DownloadsView Nothing { get; } = new([], []);

    public PullStatus? Find(string id) => All.FirstOrDefault(status => status.Id == id);

    public static bool IsUnderWay(PullStatus status) => status.State != "stopped";

    /// <summary>A download's newest standing; those of other models stay.</summary>
    public DownloadsView With(PullStatus status)
    {
        var index = All.IndexOf(All.FirstOrDefault(known => known.Id == status.Id)!);
        return this with { All = index < 0 ? All.Add(status) : All.SetItem(index, status), Failed = Failed.RemoveAll(failed => failed.Id == status.Id) };
    }

    public DownloadsView Without(string id) => this with { All = All.RemoveAll(status => status.Id == id) };

    public DownloadsView WithFailed(FailedDownload failed) => this with { Failed = Failed.RemoveAll(known => known.Id == failed.Id).Add(failed) };

    public DownloadsView WithoutFailed(string id) => this with { Failed = Failed.RemoveAll(failed => failed.Id == id) };
}
