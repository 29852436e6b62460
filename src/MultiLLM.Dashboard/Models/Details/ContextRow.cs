using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Models.Details;

/// <summary>What a model needs with one length of context.</summary>
/// <param name="Tokens">Of context.</param>
/// <param name="Memory">Main memory, in parts.</param>
/// <param name="Fits">It could be loaded so now.</param>
public sealed record ContextRow(int Tokens, MemoryFitInfo Memory, bool Fits)
{
    public static ContextRow Of(int tokens, ValidateReply reply) => new(tokens, reply.Memory, reply.Memory.Ok && reply.Context.Ok);

    /// <param name="client">The service.</param>
    /// <param name="id">Of the model.</param>
    /// <param name="contexts">Tokens.</param>
    /// <param name="kvType">How keys and values are kept, in the API's words.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<IReadOnlyList<ContextRow>> AskAsync(
        MultiLLMClient client, string id, IReadOnlyList<int> contexts, string kvType, CancellationToken cancellationToken)
    {
        var request = new ValidateRequest { KvType = KvTypes.Asked(kvType) };
        var replies = await Task.WhenAll(contexts.Select(tokens => client.ValidateModelAsync(id, request with { ContextLength = tokens }, cancellationToken)));
        return [.. contexts.Zip(replies, Of)];
    }
}
