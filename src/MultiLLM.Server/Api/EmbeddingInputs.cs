using System.Globalization;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection;

namespace MultiLLM.Server.Api;

/// <summary>Embeddings for the own API, whose fields are not called "input".</summary>
internal static class EmbeddingInputs
{
    private const string Prefix = "input[";

    /// <param name="embeddings">The service.</param>
    /// <param name="texts">What to embed.</param>
    /// <param name="wishes">As in the request.</param>
    /// <param name="fieldOf">The caller's name for the text at an index.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<EmbeddingOutcome> EmbedAsync(
        this IEmbeddingService embeddings, IEnumerable<string> texts, EmbeddingWishes wishes, Func<int, string> fieldOf, CancellationToken cancellationToken)
    {
        try
        {
            return await embeddings.EmbedAsync([.. texts.Select(text => new EmbedInput { Text = text })], wishes, cancellationToken);
        }
        catch (MultiLLMException failure) when (IndexOf(failure.Error.Param) is { } index)
        {
            var (theirs, ours) = (failure.Error.Param!, fieldOf(index));
            throw new MultiLLMException(
                failure.Error with { Param = ours, Message = failure.Error.Message.Replace(theirs, ours, StringComparison.Ordinal) }, failure);
        }
    }

    private static int? IndexOf(string? param) =>
        param is not null && param.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(param.AsSpan(Prefix.Length).TrimEnd(']'), CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
}
