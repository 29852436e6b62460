using System.Text;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Selection.Understanding;

internal sealed class RequestReader(ITaskClassifier classifier) : IRequestReader
{
    /// <summary>Bytes of UTF-8 that a token covers at least on average, so that a prompt is rather thought shorter than ruled out wrongly.</summary>
    private const int BytesPerToken = 6;

    /// <summary>Few tokens are shorter than this on average, template and control tokens aside.</summary>
    private const int FewestBytesPerToken = 2;
    private const int TemplateTokens = 64;
    private const int TemplateTokensPerTurn = 8;

    public RequestFeatures Read(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var local = options as GenerationOptions;
        var (question, bytes, turns) = Measure(messages, options, local?.Prompt);
        var reading = local?.Prompt is null ? FollowUp.Read(classifier, question, messages) : classifier.Read(question);
        var signs = RequestSignReader.Read(question, messages, options);
        return new RequestFeatures
        {
            Reading = reading,
            Signs = signs,
            PromptTokens = Cut(bytes / BytesPerToken),
            MostPromptTokens = Cut((bytes / FewestBytesPerToken) + TemplateTokens + ((long)turns * TemplateTokensPerTurn)),
            AnswerTokens = AnswerLength.Expect(question, reading, signs, options?.MaxOutputTokens),
            MaxAnswerTokens = options?.MaxOutputTokens,
            RemoteOnlyField = local?.RemoteOnlyField,
            Wishes = local?.Wishes ?? SelectionWishes.None,
            Caller = local?.Caller ?? Caller.Library,
        };
    }

    private static (string Question, long Bytes, int Turns) Measure(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RawPrompt? prompt)
    {
        long bytes = Encoding.UTF8.GetByteCount(options?.Instructions ?? "");
        if (prompt is not null)
        {
            bytes += prompt.Tokens is { } tokens ? (long)tokens.Count * BytesPerToken : Encoding.UTF8.GetByteCount(prompt.Text ?? "");
            return (prompt.Text ?? "", bytes, 0);
        }
        var question = "";
        foreach (var message in messages)
        {
            var text = message.Text;
            bytes += Encoding.UTF8.GetByteCount(text);
            if (message.Role == ChatRole.User)
                question = text;
        }
        return (question, bytes, messages.Count);
    }

    private static int Cut(long tokens) => (int)Math.Min(int.MaxValue, tokens);
}
