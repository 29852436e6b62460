using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>Each model by the loader that its definition asks for.</summary>
internal sealed class ModelLoaders(RunnerModelLoader runners, ManagedServerLoader servers) : IModelLoader
{
    public Task<ILoadedModel> LoadAsync(ModelDefinition model, LoadPlan plan, Action<double> progress, CancellationToken cancellationToken) => model.Backend switch
    {
        null => runners.LoadAsync(model, plan, progress, cancellationToken),
        ManagedServer server => servers.LoadAsync(model, server, plan, cancellationToken),
        var other => throw new InvalidOperationException($"{model.Id} is not loaded: {other.GetType().Name}."),
    };
}
