using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Residency;

/// <summary>Brings a model into memory.</summary>
internal interface IModelLoader
{
    /// <param name="model">What to load.</param>
    /// <param name="plan">With which sizes.</param>
    /// <param name="progress">Told fractions 0 to 1.</param>
    /// <param name="cancellationToken">Gives the load up; nothing stays behind.</param>
    /// <exception cref="MultiLLMException">The load failed.</exception>
    Task<ILoadedModel> LoadAsync(ModelDefinition model, LoadPlan plan, Action<double> progress, CancellationToken cancellationToken);
}

/// <summary>A model in memory.</summary>
internal interface ILoadedModel
{
    ModelLoaded Loaded { get; }
    int ProcessId { get; }

    /// <summary>As the runner counted it last; null: it did not.</summary>
    MemoryUse? Memory { get; }
    IChatClient Chat { get; }
    IRunnerEmbeddings Embeddings { get; }

    /// <summary>Calls back once when the model is gone, whether it was stopped or died, and before requests under way fail.</summary>
    void OnExit(Action<Error> callback);

    /// <summary>Calls back whenever the runner counted its memory while it worked.</summary>
    void OnMeasured(Action<MemoryUse> callback);

    /// <summary>Frees the model. Requests under way fail with the reason.</summary>
    ValueTask StopAsync(Error reason);
}
