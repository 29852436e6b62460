using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition;

/// <summary>What <see cref="DownloadQueue"/> wants done. Starting, stopping and discarding end later, with a call back.</summary>
internal interface IDownloadEffects
{
    /// <summary>Ends with <see cref="DownloadQueue.Ended"/>.</summary>
    void Start(PullPlan plan);

    /// <summary>Hurries the end of what was started.</summary>
    void Stop(string id);

    /// <summary>Deletes what lies on disk. Ends with <see cref="DownloadQueue.Discarded"/>.</summary>
    void Discard(string id);

    /// <summary>The last word to one watcher.</summary>
    void Tell(long watcher, Result<PullOutcome> outcome);

    /// <summary>The answer to one who cancelled. False: there was nothing to cancel.</summary>
    void AnswerCancel(long asker, bool found);
}
