using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>Lends remote models as if they were always in memory, so that nobody who borrows a model needs to know where it is.</summary>
internal sealed class RemoteResidency(IResidency inner, IRemoteModels remotes) : IResidency
{
    public ResidencySnapshot Snapshot => inner.Snapshot;

    public ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken) =>
        model.IsRemote ? remotes.BorrowAsync(model, demand, cancellationToken) : inner.EnsureReadyAsync(model, demand, cancellationToken);

    public ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken) => inner.UnloadAsync(modelId, cancellationToken);

    public ValueTask<Result<bool>> UnpinAsync(string modelId, CancellationToken cancellationToken) => inner.UnpinAsync(modelId, cancellationToken);
}
