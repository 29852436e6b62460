using Microsoft.Extensions.AI;

namespace MultiLLM.Client.OpenAI;

/// <summary>Chat completions and their chunks as responses and updates of Microsoft.Extensions.AI.</summary>
internal static class ChatReplyMapper
{
    public static ChatResponse MapResponse(ChatCompletion completion)
    {
        var choices = (completion.Choices ?? []).OrderBy(choice => choice.Index).ToList();
        var messages = choices
            .Select(choice => new ChatMessage(RoleOf(choice.Message), choice.Message?.Content ?? "")
            {
                MessageId = MessageId(completion, choice.Index),
                AdditionalProperties = LogProbsOf(choice),
            })
            .ToList();
        return new ChatResponse(messages)
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = CreatedAt(completion),
            FinishReason = FinishReason(choices.FirstOrDefault()?.FinishReason),
            Usage = MapUsage(completion.Usage),
            AdditionalProperties = ExtraFields.ToProperties(completion.Extra),
        };
    }

    /// <summary>One update per choice of the chunk, and one for its usage or extra fields where it has no choice.</summary>
    public static IEnumerable<ChatResponseUpdate> MapChunk(ChatCompletion chunk)
    {
        var extra = ExtraFields.ToProperties(chunk.Extra);
        foreach (var choice in chunk.Choices ?? [])
        {
            var update = Update(chunk, string.IsNullOrEmpty(choice.Delta?.Content) ? [] : [new TextContent(choice.Delta.Content)]);
            update.Role = RoleOf(choice.Delta);
            update.MessageId = MessageId(chunk, choice.Index);
            update.FinishReason = FinishReason(choice.FinishReason);
            update.AdditionalProperties = LogProbsOf(choice);
            yield return update;
        }

        if (chunk.Usage is not null || extra is not null)
        {
            var update = Update(chunk, MapUsage(chunk.Usage) is { } usage ? [new UsageContent(usage)] : []);
            update.AdditionalProperties = extra; // Without a message id it counts for the whole response.
            yield return update;
        }
    }

    public static UsageDetails? MapUsage(Usage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.TotalTokens,
        CachedInputTokenCount = usage.PromptTokensDetails?.CachedTokens,
    };

    private static ChatResponseUpdate Update(ChatCompletion chunk, IList<AIContent> contents) => new()
    {
        Contents = contents,
        ResponseId = chunk.Id,
        ModelId = chunk.Model,
        CreatedAt = CreatedAt(chunk),
    };

    private static ChatRole RoleOf(ChoiceMessage? message) => message?.Role is { Length: > 0 } role ? new ChatRole(role) : ChatRole.Assistant;

    private static string? MessageId(ChatCompletion completion, int index) => index == 0 ? completion.Id : $"{completion.Id}#{index}";

    private static DateTimeOffset? CreatedAt(ChatCompletion completion) =>
        completion.Created is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(completion.Created.Value) : null;

    private static ChatFinishReason? FinishReason(string? reason) => string.IsNullOrEmpty(reason) ? null : new ChatFinishReason(reason);

    private static AdditionalPropertiesDictionary? LogProbsOf(Choice choice) =>
        choice.Logprobs is { ValueKind: System.Text.Json.JsonValueKind.Object } logprobs
            ? new AdditionalPropertiesDictionary { ["logprobs"] = logprobs }
            : null;
}
