using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>
/// Answers as the last message says: <c>say a b c</c> (the default: "Hello there") answers that text word by word, <c>fail CODE</c> fails at
/// once, <c>say a b then fail CODE</c> after that text, <c>endless</c> goes on until cancelled, <c>silent</c> waits until cancelled,
/// <c>gate</c> waits for <see cref="Gate"/> and then answers, <c>bug</c> throws.
/// </summary>
internal sealed class FakeChatClient : IChatClient
{
    public ConcurrentQueue<(IReadOnlyList<ChatMessage> Messages, GenerationOptions Options)> Calls { get; } = [];
    public SemaphoreSlim Gate { get; } = new(0);
    public int Running;

    /// <summary>Released once for each answer that was cancelled.</summary>
    public SemaphoreSlim Cancelled { get; } = new(0);

    /// <summary>Released once for each answer that began.</summary>
    public SemaphoreSlim Begun { get; } = new(0);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var generation = Assert.IsType<GenerationOptions>(options);
        ChatMessage[] turns = [.. messages];
        Calls.Enqueue((turns, generation));
        Interlocked.Increment(ref Running);
        using var registration = cancellationToken.Register(() => Cancelled.Release());
        Begun.Release();
        try
        {
            var isAutomatic = AutoName.TryParse(generation.ModelId, out _);
            var model = isAutomatic ? FakeModels.Chat : FakeModels.Catalog.Find(generation.ModelId!);
            if (model is null)
                throw Failure(ErrorCode.ModelNotFound, "model");
            var script = generation.Prompt is { } prompt ? prompt.Text ?? $"say tokens {string.Join(' ', prompt.Tokens!)}" : turns[^1].Text;
            if (generation.ResponseFormat is ChatResponseFormatJson)
                script = """say {"answer": 42}""";
            if (script.StartsWith("fail ", StringComparison.Ordinal))
                throw Failure(Enum.Parse<ErrorCode>(script[5..]));
            if (script == "bug")
                throw new InvalidOperationException("secret detail");
            if (script == "silent")
                await Task.Delay(Timeout.Infinite, cancellationToken);
            if (script == "gate")
                await Gate.WaitAsync(cancellationToken);
            var decision = FakeDecisions.Of(generation, model, isAutomatic);
            yield return new ChatResponseUpdate { Started = new GenerationStarted { PromptTokens = 7, CachedTokens = 3 }, Decision = decision };

            var parts = (script.StartsWith("say ", StringComparison.Ordinal) ? script[4..] : "Hello there").Split(" then fail ");
            var words = script == "endless" ? Enumerable.Repeat("more", int.MaxValue) : parts[0].Split(' ');
            var count = 0;
            foreach (var word in words)
            {
                if (count == generation.MaxOutputTokens)
                    break;
                if (script == "endless")
                    await Task.Delay(2, cancellationToken);
                yield return Piece(count++ == 0 ? word : " " + word, generation);
            }
            if (parts.Length > 1)
                throw Failure(Enum.Parse<ErrorCode>(parts[1]));
            yield return new ChatResponseUpdate
            {
                FinishReason = count == generation.MaxOutputTokens ? ChatFinishReason.Length : ChatFinishReason.Stop,
                Finished = new GenerationFinished
                {
                    PromptTokens = 7, CachedTokens = 3, CompletionTokens = (uint)count,
                    Timings = new GenerationTimings { QueueSeconds = 0.25, PromptSeconds = 0.125, DecodeSeconds = 2 },
                },
            };
        }
        finally
        {
            Interlocked.Decrement(ref Running);
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static ChatResponseUpdate Piece(string text, GenerationOptions options)
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, text);
        if (options.LogProbs)
        {
            var token = new TokenLogprob { Token = text, Raw = ByteString.CopyFrom(text, Encoding.UTF8), Logprob = -0.5, Id = 5 };
            for (var i = 0; i < options.TopLogProbs; i++)
                token.Top.Add(new TokenLogprob { Token = $"t{i}", Raw = ByteString.CopyFrom($"t{i}", Encoding.UTF8), Logprob = -0.5 - i });
            update.LogProbs = [token];
        }
        return update;
    }

    private static MultiLLMException Failure(ErrorCode code, string? param = null) => new(new Error(
        code, $"Scripted {code}.", param, code is ErrorCode.QueueFull ? TimeSpan.FromSeconds(3) : null));
}
