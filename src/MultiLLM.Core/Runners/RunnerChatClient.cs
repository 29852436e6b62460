using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Telemetry.Tracing;

namespace MultiLLM.Core.Runners;

/// <summary>Chat with one loaded model. The first update carries <c>Started</c>, the last one <c>Finished</c>, usage and finish reason.</summary>
internal sealed class RunnerChatClient(RunnerConnection connection, ModelDefinition model, StreamLimits limits, TimeProvider time) : IChatClient
{
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var generate = GenerateMapper.Map(messages, options, model);
        var message = new ToRunner { Generate = generate };
        using var span = RunnerSpan.Start(Spans.Generate, model, message, time);
        using var request = connection.Send(message);
        using var watch = new RequestWatch(request, time, limits.FirstOutput, $"{model.Id} produced nothing", cancellationToken);
        var responseId = $"chatcmpl-{Guid.NewGuid():N}";
        var createdAt = time.GetUtcNow();
        GenerationStarted? started = null;
        var first = true;

        while (true)
        {
            FromRunner? reply;
            while (!request.TryNext(out reply))
            {
                if (!await request.WaitAsync())
                    throw new InvalidOperationException("The runner's answer has no end.");
            }
            cancellationToken.ThrowIfCancellationRequested();

            ChatResponseUpdate update;
            switch (reply.BodyCase)
            {
                case FromRunner.BodyOneofCase.Started:
                    started = reply.Started;
                    continue;
                case FromRunner.BodyOneofCase.Delta:
                    if (reply.Delta.Text.Length == 0 && reply.Delta.Logprobs.Count == 0)
                        continue;
                    update = new ChatResponseUpdate(ChatRole.Assistant, [new TextContent(reply.Delta.Text)]) { RawRepresentation = reply.Delta };
                    if (reply.Delta.Logprobs.Count > 0)
                        update.LogProbs = reply.Delta.Logprobs;
                    break;
                case FromRunner.BodyOneofCase.Finished:
                    update = Last(reply.Finished);
                    span?.Generated(reply.Finished);
                    break;
                case FromRunner.BodyOneofCase.Failure:
                    span?.Failed(reply.Failure);
                    throw reply.Failure.ToException();
                default:
                    throw new InvalidOperationException($"The runner answered a generation with {reply.BodyCase}.");
            }

            update.ResponseId = responseId;
            update.ModelId = model.Id;
            update.CreatedAt = createdAt;
            if (first)
            {
                first = false;
                update.Started = started;
                watch.Limit(limits.Idle);
            }
            yield return update;
            if (update.FinishReason is not null)
                yield break;
        }
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("multillm", defaultModelId: model.Id)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // the connection belongs to the loaded model
    }

    private static ChatResponseUpdate Last(GenerationFinished finished) => new(ChatRole.Assistant,
    [
        new UsageContent(new UsageDetails
        {
            InputTokenCount = finished.PromptTokens,
            CachedInputTokenCount = finished.CachedTokens,
            OutputTokenCount = finished.CompletionTokens,
            TotalTokenCount = finished.PromptTokens + finished.CompletionTokens,
        }),
    ])
    {
        FinishReason = finished.Reason == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop,
        Finished = finished,
    };
}
