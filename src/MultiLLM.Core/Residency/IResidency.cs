using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Residency;

/// <summary>Which models are in memory. One owner decides; everybody else asks it.</summary>
public interface IResidency
{
    /// <summary>How things stood a moment ago; good for showing and ranking, never for deciding a change.</summary>
    ResidencySnapshot Snapshot { get; }

    /// <summary>
    /// Waits until the model is loaded and lends it. The model is not evicted before the lease is disposed.
    /// A caller that cancels never holds a lease.
    /// </summary>
    ValueTask<Result<ModelLease>> EnsureReadyAsync(ModelDefinition model, CancellationToken cancellationToken);

    /// <summary>Unloads an idle model. False: it was not loaded. <see cref="ErrorCode.ModelBusy"/> while requests are in flight.</summary>
    ValueTask<Result<bool>> UnloadAsync(string modelId, CancellationToken cancellationToken);
}
