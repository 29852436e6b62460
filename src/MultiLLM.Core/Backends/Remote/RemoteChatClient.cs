using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Telemetry;
using MultiLLM.Core.Telemetry.Tracing;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>
/// Chat with a model at one OpenAI-compatible server. As from a runner, the first update carries <c>Started</c>, the last one <c>Finished</c>, usage and finish reason;
/// times are measured here, the network included. Leaving the stream closes the connection, which ends the server's work.
/// </summary>
internal sealed class RemoteChatClient(RemoteCalls http, RemoteEndpoint endpoint, ModelDefinition model, TimeProvider time) : IChatClient
{
    private const string ChatPath = "chat/completions";
    private const string CompletionPath = "completions";

    // Servers send about one piece for each token; these are for pieces that hold less.
    private const long PiecesPerToken = 4;
    private const long MorePieces = 256;

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var local = options as GenerationOptions;
        var body = local?.Prompt is { } prompt ? RequestBody.Completion(endpoint, model, prompt, local) : RequestBody.Chat(endpoint, model, messages, options);
        using var span = Spans.AreWanted ? Spans.Source.StartActivity(Spans.Generate, System.Diagnostics.ActivityKind.Client) : null;
        span?.SetTag(Attributes.ResponseModel, model.Id);
        using var clock = new StreamClock(endpoint.FirstOutputTimeout, time, cancellationToken);
        var (sentAt, createdAt) = (time.GetTimestamp(), time.GetUtcNow());
        var reply = new ReplyReader(endpoint, isCompletion: local?.Prompt is not null, RemoteCalls.KeyOf(endpoint));
        var responseId = $"chatcmpl-{Guid.NewGuid():N}";
        TimeSpan? first = null;
        var last = TimeSpan.Zero;
        var piecesLeft = ((options?.MaxOutputTokens ?? model.ContextLength) * PiecesPerToken) + MorePieces ?? long.MaxValue;

        await using var stream = await RemoteStream.OpenAsync(http, endpoint, local?.Prompt is null ? ChatPath : CompletionPath, body, clock);
        while (await stream.NextAsync() is { } json)
        {
            if (reply.Read(json) is not { } update)
                continue;
            if (piecesLeft-- == 0)
                throw new MultiLLMException(RemoteFailure.Nonsense(endpoint, "far more of an answer than the tokens it may have"));
            clock.Pause();
            last = time.GetElapsedTime(sentAt);
            if (first is null)
            {
                first = last;
                update.Started = new GenerationStarted { PromptTokens = ReplyReader.Estimate(body.Length) };
            }
            yield return Of(update);
            clock.Restart(endpoint.IdleTimeout);
        }
        if (!reply.HasFinished && !stream.IsDone)
            throw new MultiLLMException(RemoteFailure.BrokenOff(endpoint));
        var total = time.GetElapsedTime(sentAt);
        yield return Of(reply.Last(body.Length, new GenerationTimings
        {
            PromptSeconds = (first ?? total).TotalSeconds,
            DecodeSeconds = (last - (first ?? last)).TotalSeconds,
            TotalSeconds = total.TotalSeconds,
        }));

        ChatResponseUpdate Of(ChatResponseUpdate update)
        {
            (update.ResponseId, update.ModelId, update.CreatedAt) = (responseId, model.Id, createdAt);
            return update;
        }
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("multillm", defaultModelId: model.Id)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // connections belong to all
    }
}
