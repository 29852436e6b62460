using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Transfer;

/// <summary>The work of a download, outside its owner's loop.</summary>
internal interface IModelTransfer
{
    /// <summary>Fetches, verifies and installs. Cancelled, it throws after what was fetched is safe on disk.</summary>
    Task<Result<PullOutcome>> RunAsync(PullPlan plan, TransferMeter meter, CancellationToken cancellationToken);

    /// <summary>Deletes what a stopped download left. False: there was nothing.</summary>
    bool Discard(string id);

    /// <summary>What stopped downloads left on disk.</summary>
    IReadOnlyList<DownloadStatus> Stopped();
}
