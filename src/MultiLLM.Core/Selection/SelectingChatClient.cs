using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.SecondOpinion;

namespace MultiLLM.Core.Selection;

/// <summary>
/// Chat with whatever model the request names or suits it best: chooses, borrows the model, answers, gives it back. A failure that another
/// attempt may cure goes along the request's chain, as long as nothing has been answered.
/// </summary>
internal sealed class SelectingChatClient(ModelSelector selector, IRequestReader reader, ISecondOpinion second, SelectionMemory memory, AttemptParts parts) : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("multillm");

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var request = memory.Recall(await ReadAsync(asked, options, cancellationToken), asked);
        var chosen = await selector.ChooseAsync(options?.ModelId, request.Features, cancellationToken);
        var choice = chosen.IsSuccess ? chosen.Value : throw new MultiLLMException(chosen.Error) { Reading = request.Features.KnownReading };
        var (turns, filled) = PresetDefaults.Apply(choice.Preset, asked, options);
        using var attempts = new Attempts(choice, DemandOf(request.Features, filled), parts);
        AnsweredBy? answered = null;
        var meter = (options as GenerationOptions)?.Meter;
        while (answered is null)
        {
            var lease = await attempts.BorrowAsync(cancellationToken);
            IAsyncEnumerator<ChatResponseUpdate>? answer = null;
            meter?.Next();
            try
            {
                answer = lease.Chat.GetStreamingResponseAsync(turns, filled, cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (true)
                {
                    bool more;
                    try
                    {
                        more = await answer.MoveNextAsync();
                    }
                    catch (MultiLLMException failed) when (answered is null)
                    {
                        if (attempts.TryNext(failed.Error))
                            break;
                        throw attempts.Exhausted(failed.Error, failed);
                    }
                    catch (MultiLLMException failed)
                    {
                        attempts.BrokeOff(failed.Error);
                        answered!.BrokeOff(failed.Error);
                        throw;
                    }
                    if (!more)
                    {
                        _ = answered ?? throw new InvalidOperationException("The runner's answer was empty.");
                        break;
                    }
                    meter?.Observe(answer.Current);
                    if (answered is null)
                    {
                        answered = memory.Begin(attempts.Answers(), request, filled);
                        answer.Current.Decision = answered.Decision;
                    }
                    answered.Observe(answer.Current);
                    yield return answer.Current;
                }
            }
            finally
            {
                answered?.End();
                if (answer is not null)
                    await answer.DisposeAsync();
                await lease.DisposeAsync();
            }
        }
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // owns nothing
    }

    private async ValueTask<RequestFeatures> ReadAsync(IReadOnlyList<ChatMessage> asked, ChatOptions? options, CancellationToken cancellationToken)
    {
        var features = reader.Read(asked, options);
        if (!AutoName.TryParse(options?.ModelId, out _) || features.Reading.IsSure || asked.LastOrDefault(message => message.Role == ChatRole.User)?.Text is not { Length: > 0 } question)
            return features;
        return features with { Reading = await second.AskAsync(features.Reading, question, cancellationToken) };
    }

    /// <summary>A caller who limits the answer says how much context will do; the others want all there is.</summary>
    private static LoadDemand DemandOf(RequestFeatures features, ChatOptions? options) => new()
    {
        SufficientContext = options?.MaxOutputTokens is { } answer ? (int)Math.Min(int.MaxValue, (long)features.MostPromptTokens + answer) : null,
        KeepAlive = (options as GenerationOptions)?.KeepAlive,
    };
}
