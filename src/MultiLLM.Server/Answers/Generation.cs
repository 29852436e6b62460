using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Runners;

namespace MultiLLM.Server.Answers;

/// <summary>One answer to be generated; a request with <c>n</c> above 1, or several prompts, has several.</summary>
internal sealed record Generation(IReadOnlyList<ChatMessage> Messages, GenerationOptions Options);

/// <param name="Choice">Which of the request's answers this belongs to.</param>
/// <param name="Update">What came.</param>
internal readonly record struct ChoiceUpdate(int Choice, ChatResponseUpdate Update);

/// <summary>Runs the answers of one request side by side. The first failure ends all of them.</summary>
internal static class Generations
{
    private const int UpdatesAhead = 64; // a slow reader holds the engine back instead of filling memory

    public static IAsyncEnumerable<ChoiceUpdate> RunAsync(
        IChatClient client, IReadOnlyList<Generation> generations, CancellationToken cancellationToken) =>
        generations.Count == 1 ? OneAsync(client, generations[0], cancellationToken) : SeveralAsync(client, generations, cancellationToken);

    private static async IAsyncEnumerable<ChoiceUpdate> OneAsync(
        IChatClient client, Generation generation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in client.GetStreamingResponseAsync(generation.Messages, generation.Options, cancellationToken))
            yield return new ChoiceUpdate(0, update);
    }

    private static async IAsyncEnumerable<ChoiceUpdate> SeveralAsync(
        IChatClient client, IReadOnlyList<Generation> generations, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var merged = Channel.CreateBounded<ChoiceUpdate>(new BoundedChannelOptions(UpdatesAhead) { SingleReader = true });
        var running = generations.Count;
        var pumps = Enumerable.Range(0, generations.Count).Select(PumpAsync).ToArray();
        try
        {
            await foreach (var update in merged.Reader.ReadAllAsync(cancellationToken))
                yield return update;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(pumps);
        }

        async Task PumpAsync(int choice)
        {
            try
            {
                var (messages, options) = generations[choice];
                await foreach (var update in client.GetStreamingResponseAsync(messages, options, stop.Token))
                    await merged.Writer.WriteAsync(new ChoiceUpdate(choice, update), stop.Token);
                if (Interlocked.Decrement(ref running) == 0)
                    merged.Writer.TryComplete();
            }
            catch (Exception failure)
            {
                merged.Writer.TryComplete(failure); // reaches the reader; later ones are consequences of it
            }
        }
    }
}
