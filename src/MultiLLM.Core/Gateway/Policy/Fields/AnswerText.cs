using System.Text;
using MultiLLM.Core.Gateway.Policy.Masking;
using MultiLLM.Core.Gateway.Policy.Scanning;
using MultiLLM.Core.Gateway.Policy.Streaming;

namespace MultiLLM.Core.Gateway.Policy.Fields;

/// <summary>
/// One text of an answer as it comes in pieces: judged, and with the caller's own values put back. Where no rule masks or blocks, it goes through at once and is looked
/// at in the end.
/// </summary>
internal sealed class AnswerText
{
    private readonly TextScanner _scanner;
    private readonly OutputJudge _judge;
    private readonly Unmasker? _unmasker;
    private readonly StringBuilder? _seen;

    public AnswerText(TextScanner scanner, IReadOnlyDictionary<string, string> values, bool isJson, bool isWhole, OutputJudge judge)
    {
        (_scanner, _judge) = (scanner, judge);
        Gate = scanner is { MaskOrBlock: true, IsIdle: false } ? new AnswerGate(scanner, isJson, judge.Found, gathers: isWhole) : null;
        _seen = Gate is null && !scanner.IsIdle ? new StringBuilder() : null;
        _unmasker = values.Count > 0 ? new Unmasker(values, isJson) : null;
    }

    /// <summary>Null: nothing is held back.</summary>
    public AnswerGate? Gate { get; }

    /// <summary>What may be handed on now.</summary>
    public string Push(string piece)
    {
        _judge.Count(piece);
        _seen?.Append(piece);
        var judged = Gate?.Push(piece) ?? piece;
        return _unmasker?.Push(judged) ?? judged;
    }

    /// <summary>What was held back.</summary>
    public string End()
    {
        if (_seen is { Length: > 0 })
        {
            foreach (var finding in _scanner.Scan(_seen.ToString()))
                _judge.Found(finding);
        }
        var rest = Gate?.End() ?? "";
        return _unmasker is null ? rest : _unmasker.Push(rest) + _unmasker.End();
    }
}
