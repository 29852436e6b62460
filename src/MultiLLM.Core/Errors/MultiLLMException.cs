namespace MultiLLM.Core.Errors;

/// <summary>Carries an <see cref="Errors.Error"/> through interfaces that have no other channel for failures (IChatClient, IEmbeddingGenerator).</summary>
public sealed class MultiLLMException(Error error, Exception? inner = null) : Exception(error.Message, inner)
{
    public Error Error { get; } = error;
}
