using MultiLLM.Core.Backends;
using MultiLLM.Core.Gateway;

namespace MultiLLM.Core.Selection;

/// <summary>What a request for embeddings asks for besides its texts.</summary>
public sealed record EmbeddingWishes
{
    /// <summary>Null or "auto": the service picks.</summary>
    public string? ModelId { get; init; }

    /// <summary>Cut the vectors to this many numbers; null: all.</summary>
    public int? Dimensions { get; init; }

    /// <summary>See <see cref="Residency.LoadDemand.KeepAlive"/>.</summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>Of a request that names its model: ids or aliases, in order, of those to ask when it fails. See <see cref="Ranking.SelectionWishes.Fallbacks"/>.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>See <see cref="Runners.GenerationOptions.Extras"/>.</summary>
    public RequestExtras? Extras { get; init; }

    /// <summary>Who asks.</summary>
    public Caller Caller { get; init; } = Caller.Library;

    /// <summary>
    /// The vectors are compared with one another only and never handed out, so any embedding model will do. False: whoever gets them may compare them with
    /// earlier ones, and those of another model would mean nothing beside them.
    /// </summary>
    public bool AnyModelWillDo { get; init; }
}
