using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Acquisition.Store;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>Whatever is asked for is here already.</summary>
internal sealed class FakeDownloads : IDownloads
{
    public ValueTask<IReadOnlyList<DownloadStatus>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<DownloadStatus>>([]);

    public ValueTask<Result<IDownloadWatch>> PullAsync(PullOrder order, CancellationToken cancellationToken) => ValueTask.FromResult<Result<IDownloadWatch>>(new Watch());

    public ValueTask<Result<bool>> CancelAsync(string id, bool discard, CancellationToken cancellationToken) => ValueTask.FromResult<Result<bool>>(true);

    private sealed class Watch : IDownloadWatch
    {
        public Task<Result<PullOutcome>> Outcome { get; } = Task.FromResult<Result<PullOutcome>>(new PullOutcome(FakeModels.Chat, Changed: false));

        public IAsyncEnumerable<DownloadStatus> ProgressAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<DownloadStatus>();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal sealed class FakeStore : IModelStore
{
    public Task<Result<ModelDefinition>> ImportAsync(ImportOrder order, CancellationToken cancellationToken) => Task.FromResult<Result<ModelDefinition>>(FakeModels.Chat);

    public Task<Result<Removal>> RemoveAsync(string idOrAlias, CancellationToken cancellationToken) => Task.FromResult<Result<Removal>>(new Removal(idOrAlias, [], 0));
}
