using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Runners;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Core.Gateway.Limits.Metering;

/// <summary>How many tokens a prompt can have before any model has read it. Pure.</summary>
/// <param name="Most">It cannot have more: every token covers a byte at least; what a template adds is allowed for.</param>
/// <param name="Likely">A text in most languages has about so many.</param>
/// <param name="Least">A text hardly ever has fewer.</param>
internal readonly record struct PromptBound(long Most, long Likely, long Least)
{
    private const int LikelyBytesPerToken = 4;
    private const int MostBytesPerToken = 6;
    private const int TemplateTokens = 64;
    private const int TemplateTokensPerTurn = 8;

    public static PromptBound Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        long bytes = Encoding.UTF8.GetByteCount(options?.Instructions ?? "");
        if (options is GenerationOptions { Prompt: { } prompt })
            return prompt.Tokens is { } tokens ? Tokens(tokens.Count) : Text(bytes + Encoding.UTF8.GetByteCount(prompt.Text ?? ""), turns: 0);
        foreach (var message in messages)
        {
            bytes += Encoding.UTF8.GetByteCount(message.AuthorName ?? "");
            foreach (var content in message.Contents)
                bytes += BytesOf(content);
        }
        return Text(bytes, messages.Count);
    }

    public static PromptBound Of(IReadOnlyList<EmbedInput> inputs)
    {
        var sum = default(PromptBound);
        foreach (var input in inputs)
        {
            var one = input.InputCase == EmbedInput.InputOneofCase.Tokens
                ? Tokens(input.Tokens.Ids.Count)
                : new PromptBound(Encoding.UTF8.GetByteCount(input.Text) + TemplateTokensPerTurn, Encoding.UTF8.GetByteCount(input.Text) / LikelyBytesPerToken, 0);
            sum = new PromptBound(sum.Most + one.Most, sum.Likely + one.Likely, Math.Max(sum.Least, one.Most / MostBytesPerToken));
        }
        return sum;
    }

    private static PromptBound Tokens(long count) => new(count + TemplateTokensPerTurn, count, count);

    private static PromptBound Text(long bytes, int turns) =>
        new(bytes + TemplateTokens + ((long)turns * TemplateTokensPerTurn), bytes / LikelyBytesPerToken, bytes / MostBytesPerToken);

    private static long BytesOf(AIContent content) => content switch
    {
        TextContent text => Encoding.UTF8.GetByteCount(text.Text ?? ""),
        FunctionCallContent call => JsonSerializer.SerializeToUtf8Bytes(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))).Length
            + Encoding.UTF8.GetByteCount(call.Name) + Encoding.UTF8.GetByteCount(call.CallId),
        FunctionResultContent { Result: string text } => Encoding.UTF8.GetByteCount(text),
        FunctionResultContent result => JsonSerializer.SerializeToUtf8Bytes(result.Result, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object))).Length,
        _ => 0, // no model is told of it
    };
}
