using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Selection;

/// <summary>What of a request matters for the choice of a model.</summary>
/// <param name="Wanted">What kind of model serves it best.</param>
/// <param name="Why">What in the request says so; null where nothing special does.</param>
/// <param name="PromptTokens">Estimated from the text's length.</param>
/// <param name="Preference">"fast", "balanced" or "quality"; null: balanced.</param>
internal sealed record RequestFeatures(ModelKind Wanted, string? Why, int PromptTokens, string? Preference)
{
    /// <summary>Bytes of UTF-8 that a token covers at least on average, so that a prompt is rather thought shorter than ruled out wrongly.</summary>
    private const int BytesPerToken = 6;

    /// <summary>Few tokens are shorter than this on average, template and control tokens aside.</summary>
    private const int FewestBytesPerToken = 2;
    private const int TemplateTokens = 64;
    private const int TemplateTokensPerTurn = 8;

    /// <summary>Estimated so that the prompt hardly ever has more.</summary>
    public int MostPromptTokens { get; init; }

    public static RequestFeatures Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var local = options as GenerationOptions;
        long bytes = System.Text.Encoding.UTF8.GetByteCount(options?.Instructions ?? "");
        string? question = local?.Prompt?.Text;
        var turns = 0;
        if (local?.Prompt is { } prompt)
        {
            bytes += prompt.Tokens is { } tokens ? (long)tokens.Count * BytesPerToken : System.Text.Encoding.UTF8.GetByteCount(prompt.Text ?? "");
        }
        else
        {
            foreach (var message in messages)
            {
                var text = message.Text;
                turns++;
                bytes += System.Text.Encoding.UTF8.GetByteCount(text);
                if (message.Role == ChatRole.User)
                    question = text;
            }
        }
        var sign = CodeSigns.Find(question ?? "");
        return new RequestFeatures(
            sign is null ? ModelKind.Chat : ModelKind.Code, sign, (int)Math.Min(int.MaxValue, bytes / BytesPerToken), local?.Preference)
        {
            MostPromptTokens = (int)Math.Min(int.MaxValue, (bytes / FewestBytesPerToken) + TemplateTokens + ((long)turns * TemplateTokensPerTurn)),
        };
    }
}
