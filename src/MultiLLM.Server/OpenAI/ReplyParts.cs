using System.Security.Cryptography;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Selection;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Gateway.Policy;
using MultiLLM.Server.OpenAI.Contracts;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.OpenAI;

/// <summary>What whole and streamed replies have in common.</summary>
internal sealed record ReplyHead(string Id, long Created)
{
    private const string IdLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static ReplyHead New(string prefix, TimeProvider time) =>
        new(prefix + RandomNumberGenerator.GetString(IdLetters, 24), time.GetUtcNow().ToUnixTimeSeconds());
}

internal static class ReplyParts
{
    private const int MostAlternatives = 5;

    public static Usage Usage(AnswerProgress progress)
    {
        var tokens = progress.Usage;
        return new Usage(tokens.Prompt, tokens.Completion, tokens.Total, new PromptTokensDetails(tokens.Cached));
    }

    public static ModelNote Note(AnswerProgress progress) =>
        (progress.Decision is { } decision ? Note(decision) : new ModelNote { ModelId = progress.ModelId, Requested = progress.Requested, Reason = "" }) with { Policy = PolicyDescription.Of(progress.Policy) };

    public static ModelNote Note(SelectionDecision decision)
    {
        var others = decision.Candidates.Where(candidate => candidate.Eligible && candidate.Model.Id != decision.Model.Id).Take(MostAlternatives).ToArray();
        var note = new ModelNote
        {
            ModelId = decision.Model.Id,
            StarterModel = decision.Model.Starter,
            Notice = decision.Model.Notice,
            Requested = decision.Requested,
            Reason = decision.Reason,
            Alternatives = others.Length == 0 ? null : SelectionDescription.Of(others),
        };
        return SelectionDescription.With(note, decision);
    }

    public static ChatLogProbs? ChatLogProbs(IReadOnlyList<TokenLogprob>? tokens) => tokens is null ? null : new ChatLogProbs(
        [.. tokens.Select(t => new ChatTokenLogProb(t.Token, t.Logprob, Bytes(t), [.. t.Top.Select(o => new ChatTopLogProb(o.Token, o.Logprob, Bytes(o)))]))]);

    /// <param name="tokens">Null: none were asked for.</param>
    /// <param name="offset">Where the first token starts; moved behind the last one.</param>
    public static CompletionLogProbs? CompletionLogProbs(IReadOnlyList<TokenLogprob>? tokens, ref int offset)
    {
        if (tokens is null)
            return null;
        var offsets = new List<int>(tokens.Count);
        foreach (var token in tokens)
        {
            offsets.Add(offset);
            offset += token.Token.Length;
        }
        return new CompletionLogProbs([.. tokens.Select(t => t.Token)], [.. tokens.Select(t => t.Logprob)], [.. tokens.Select(Top)], offsets);
    }

    // Two tokens may read the same, being parts of different characters; the likelier one stays.
    private static Dictionary<string, double> Top(TokenLogprob token)
    {
        var top = new Dictionary<string, double>();
        foreach (var other in token.Top)
            top.TryAdd(other.Token, other.Logprob);
        return top;
    }

    private static int[] Bytes(TokenLogprob token)
    {
        var raw = token.Raw.Span;
        var bytes = new int[raw.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = raw[i];
        return bytes;
    }
}
