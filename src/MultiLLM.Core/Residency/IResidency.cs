using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Residency;

/// <summary>Which models are in memory. One owner decides; everybody else asks it.</summary>
public interface IResidency
{
    /// <summary>How things stood a moment ago; good for showing and ranking, never for deciding a change.</summary>
    ResidencySnapshot Snapshot { get; }

    /// <summary>
    /// Waits until the model is loaded as demanded and lends it. The model is not evicted before the lease is disposed.
    /// A caller that cancels never holds a lease. Fails with <see cref="ErrorCode.InsufficientMemory"/> when the model cannot fit,
    /// <see cref="ErrorCode.ModelLoadFailed"/> when it does not load or backs off after failures, <see cref="ErrorCode.QueueFull"/>,
    /// <see cref="ErrorCode.ShuttingDown"/>.
    /// </summary>
    ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken);

    /// <summary>Unloads an idle model, pinned or not. False: it was not loaded. <see cref="ErrorCode.ModelBusy"/> while requests are in flight.</summary>
    ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken);

    /// <summary>Lets a pinned model leave memory again when it is idle or its room is needed. False: it was not pinned.</summary>
    ValueTask<Result<bool>> UnpinAsync(string modelId, CancellationToken cancellationToken);
}
