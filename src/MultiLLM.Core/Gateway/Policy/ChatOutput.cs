using System.Text;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Gateway.Policy.Masking;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;
using MultiLLM.Core.Gateway.Policy.Streaming;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>
/// Judges one answer as it comes, and puts the caller's own values back. Where no rule masks or blocks, and nothing was masked, text goes through at once and is
/// looked at in the end.
/// </summary>
internal sealed class ChatOutput
{
    private readonly ContentPolicy _policy;
    private readonly TextScanner _scanner;
    private readonly PolicyTrail _trail;
    private readonly Action<Finding> _tell;
    private readonly AnswerGate? _gate;
    private readonly Unmasker? _unmasker;
    private readonly LogProbGate _logProbs = new();
    private readonly StringBuilder? _seen;
    private long _characters;
    private bool _ended;

    public ChatOutput(ContentPolicy policy, TextScanner scanner, MaskBook book, bool isJson, PolicyTrail trail, Action<Finding> tell)
    {
        (_policy, _scanner, _trail, _tell) = (policy, scanner, trail, tell);
        _gate = scanner is { MaskOrBlock: true, IsIdle: false } ? new AnswerGate(scanner, isJson, Found) : null;
        _seen = _gate is null && !scanner.IsIdle ? new StringBuilder() : null;
        _unmasker = book.Values.Count > 0 ? new Unmasker(book.Values, isJson) : null;
    }

    public IEnumerable<ChatResponseUpdate> Push(ChatResponseUpdate update)
    {
        if (update.FinishReason is not null && !_ended && End() is { } rest)
            yield return rest;
        if (update.FinishReason is not null)
            update.Policy = _trail;
        var text = update.Text;
        Count(text);
        if (_gate is null && _unmasker is null)
        {
            _seen?.Append(text);
            yield return update;
            yield break;
        }
        var judged = _gate is null ? text : _gate.Push(text);
        if (update.LogProbs is { } tokens && _gate is not null)
        {
            _logProbs.Add(tokens);
            update.LogProbs = Due();
        }
        judged = _unmasker?.Push(judged) ?? judged;
        update.Contents = [.. Texts(judged), .. update.Contents.Where(content => content is not TextContent).Select(Judge)];
        yield return update;
    }

    /// <summary>What was held back; null: nothing was.</summary>
    public ChatResponseUpdate? End()
    {
        if (_ended)
            return null;
        _ended = true;
        if (_seen is { Length: > 0 })
        {
            foreach (var finding in _scanner.Scan(_seen.ToString()))
                Found(finding);
        }
        var rest = _gate?.End() ?? "";
        rest = _unmasker is null ? rest : _unmasker.Push(rest) + _unmasker.End();
        var due = _gate is null ? null : Due();
        return rest.Length == 0 && due is null ? null : new ChatResponseUpdate(ChatRole.Assistant, [.. Texts(rest)]) { LogProbs = due };
    }

    private IReadOnlyList<Contracts.Runner.TokenLogprob>? Due() => _logProbs.Due(_gate!.Judged, _gate.Masked) is { Count: > 0 } due ? due : null;

    private static IEnumerable<AIContent> Texts(string text) => text.Length == 0 ? [] : [new TextContent(text)];

    private void Count(string text)
    {
        var before = _characters;
        _characters += text.Length;
        foreach (var rule in _scanner.Rules)
        {
            if (rule.MaxCharacters is { } most && before <= most && _characters > most)
                Found(new Finding(rule, "max_characters", "", 0, 0, $"more than {most} characters"));
        }
    }

    private void Found(Finding finding)
    {
        _tell(finding);
        if (finding.Rule is { DryRun: false, Action: PolicyAction.Block })
            throw InputJudge.Blocked(_policy, finding);
    }

    /// <summary>Calls of tools and reasoning are complete when they come.</summary>
    private AIContent Judge(AIContent content)
    {
        switch (content)
        {
            case FunctionCallContent { Arguments: { } arguments } call:
                return new FunctionCallContent(call.CallId, call.Name, arguments.ToDictionary(pair => pair.Key, pair => pair.Value is null ? null : pair.Value is string value ? Whole(value) : pair.Value));
            case TextReasoningContent reasoning:
                return new TextReasoningContent(Whole(reasoning.Text));
            default:
                return content;
        }
    }

    private string Whole(string text)
    {
        var gate = new AnswerGate(_scanner, isJson: false, Found);
        var judged = _gate is null ? text : gate.Push(text) + gate.End();
        if (_unmasker is null)
            return judged;
        return _unmasker.Restored(judged);
    }
}
