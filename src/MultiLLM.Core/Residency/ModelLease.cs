using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Residency;

/// <summary>The right to use a loaded model until disposed. Disposing twice is harmless.</summary>
public abstract class ModelLease : IAsyncDisposable
{
    public abstract ModelDefinition Model { get; }
    public abstract ModelLoaded Loaded { get; }

    /// <summary>The sizes it is really loaded with.</summary>
    public abstract LoadPlan Plan { get; }

    /// <summary>Seconds this caller waited for a load; zero when the model was ready.</summary>
    public abstract TimeSpan LoadWait { get; }

    /// <summary>Of a chat or code model.</summary>
    public abstract IChatClient Chat { get; }

    /// <summary>Of an embedding model.</summary>
    public abstract IRunnerEmbeddings Embeddings { get; }

    /// <summary>What so many tokens cost, in the currency of the model's price; null: nothing that is counted.</summary>
    public virtual decimal? CostOf(long promptTokens, long answerTokens) => null;

    public abstract ValueTask DisposeAsync();
}
