using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Errors;

/// <summary>Carries an <see cref="Errors.Error"/> through interfaces that have no other channel for failures (IChatClient, IEmbeddingGenerator).</summary>
public sealed class MultiLLMException(Error error, Exception? inner = null) : Exception(error.Message, inner)
{
    public Error Error { get; } = error;

    /// <summary>The model that failed last; null: it did not come to one, or it is not known.</summary>
    public string? ModelId { get; init; }

    /// <summary>What the request was read as; null: it was not, or it is not known.</summary>
    public TaskReading? Reading { get; init; }

    /// <summary>Attempts before the last one, first things first.</summary>
    public IReadOnlyList<FailedAttempt> Attempts { get; init; } = [];
}
