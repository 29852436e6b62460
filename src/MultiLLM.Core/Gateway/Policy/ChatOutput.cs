using Microsoft.Extensions.AI;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Gateway.Policy.Fields;
using MultiLLM.Core.Gateway.Policy.Streaming;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>Judges one answer as it comes: its text, its reasoning, its calls of tools, and what else a server sends with it.</summary>
/// <param name="judge">Of this answer.</param>
/// <param name="isJson">The answer is JSON, and stays JSON.</param>
/// <param name="trail">Goes out with the answer's end.</param>
internal sealed class ChatOutput(OutputJudge judge, bool isJson, PolicyTrail trail)
{
    private readonly AnswerText _text = judge.Text(isJson);
    private readonly AnswerText _reasoning = judge.Text(isJson: false);
    private readonly AnswerFields _fields = new(judge);
    private readonly LogProbGate _logProbs = new();
    private bool _ended;

    public IEnumerable<ChatResponseUpdate> Push(ChatResponseUpdate update)
    {
        if (update.FinishReason is not null)
            update.Policy = trail;
        if (judge.IsIdle)
        {
            yield return update;
            yield break;
        }
        Judge(update);
        if (update.FinishReason is null)
        {
            yield return update;
            yield break;
        }
        // What was held back comes before what ends the answer, and behind what this update itself has.
        if (judge.Changes && (update.Text.Length > 0 || update.ReplyExtras?.Delta is not null))
            yield return Taken(update);
        if (End() is { } rest)
            yield return rest;
        yield return update;
    }

    /// <summary>What was held back; null: nothing was.</summary>
    public ChatResponseUpdate? End()
    {
        if (_ended || judge.IsIdle)
            return null;
        _ended = true;
        var (reasoning, text, fields) = (_reasoning.End(), _text.End(), _fields.End());
        var due = Due();
        if (reasoning.Length == 0 && text.Length == 0 && fields is null && due is null)
            return null;
        return new ChatResponseUpdate(ChatRole.Assistant, [.. Reasoning(reasoning), .. Texts(text)])
        {
            LogProbs = due,
            ReplyExtras = fields is null ? null : new ReplyExtras(null, null, fields),
        };
    }

    private void Judge(ChatResponseUpdate update)
    {
        var text = _text.Push(update.Text);
        if (update.LogProbs is { } tokens && _text.Gate is not null)
        {
            _logProbs.Add(tokens);
            update.LogProbs = Due();
        }
        if (update.ReplyExtras is { } extras)
            update.ReplyExtras = _fields.Push(extras) is var judged && judge.Changes ? judged : extras;
        List<AIContent> contents = [.. Texts(text)];
        foreach (var content in update.Contents)
        {
            if (content is not TextContent)
                contents.AddRange(Judged(content));
        }
        if (judge.Changes)
            update.Contents = contents;
    }

    /// <summary>Calls of tools are complete when they come.</summary>
    private IEnumerable<AIContent> Judged(AIContent content) => content switch
    {
        FunctionCallContent { Arguments: { } arguments } call =>
            [new FunctionCallContent(call.CallId, judge.Whole(call.Name), ToolArguments.Of(judge.Whole("arguments", ToolArguments.ToJson(arguments))))],
        TextReasoningContent reasoning => Reasoning(_reasoning.Push(reasoning.Text)),
        _ => [content],
    };

    /// <summary>The output of an update that also ends the answer, by itself.</summary>
    private static ChatResponseUpdate Taken(ChatResponseUpdate update)
    {
        var taken = new ChatResponseUpdate(ChatRole.Assistant, [.. update.Contents.Where(content => content is TextContent)]) { LogProbs = update.LogProbs };
        update.Contents = [.. update.Contents.Where(content => content is not TextContent)];
        update.LogProbs = null;
        if (update.ReplyExtras is { } extras)
        {
            taken.ReplyExtras = new ReplyExtras(null, null, extras.Delta);
            update.ReplyExtras = extras with { Delta = null };
        }
        return taken;
    }

    private IReadOnlyList<Contracts.Runner.TokenLogprob>? Due() =>
        _text.Gate is { } gate && _logProbs.Due(gate.Judged, gate.Masked) is { Count: > 0 } due ? due : null;

    private static IEnumerable<AIContent> Texts(string text) => text.Length == 0 ? [] : [new TextContent(text)];

    private static IEnumerable<AIContent> Reasoning(string text) => text.Length == 0 ? [] : [new TextReasoningContent(text)];
}
