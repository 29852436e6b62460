using System.Text;
using MultiLLM.Core.Gateway.Policy.Masking;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.Core.Gateway.Policy.Streaming;

/// <summary>
/// Judges an answer while it comes. Text goes on as soon as nothing that is looked for could still begin in it; where that takes more than
/// <see cref="MostHeld"/> characters, what is held is judged as it is. Where it is cut depends on the text and not on the pieces it comes in, so the result
/// does not either.
/// </summary>
/// <param name="scanner">Rules for output.</param>
/// <param name="isJson">The answer is JSON, and stays JSON.</param>
/// <param name="tell">Each finding, once, before its text would go on; may throw to end the answer.</param>
internal sealed class AnswerGate(TextScanner scanner, bool isJson, Action<Finding> tell)
{
    public const int MostHeld = 8 * 1024;
    private const int ContextLength = 256;

    private readonly StringBuilder _released = new();
    private string _context = "";
    private string _held = "";
    private int _looked; // boundaries before it were looked at
    private bool _swallows;
    private bool _inString;
    private bool _escaped;

    /// <summary>Characters of the answer, as the model wrote it, that are judged.</summary>
    public int Judged { get; private set; }

    /// <summary>Those of them that were masked, as written.</summary>
    public List<MaskSpan> Masked { get; } = [];

    /// <summary>What may be handed on now.</summary>
    public string Push(string piece)
    {
        if (piece.Length == 0)
            return "";
        _released.Clear();
        _held += piece;
        for (var at = _looked; at < _held.Length;)
        {
            at++;
            var isFull = at >= MostHeld;
            if (!isFull && !HoldRules.IsBoundary(_held[at - 1]))
                continue;
            var before = _held.Length;
            Judge(at, isFull);
            at -= before - _held.Length;
        }
        _looked = _held.Length;
        if (MayGoAtOnce())
            Judge(_held.Length, isLast: true, keepsSwallowing: true);
        return _released.ToString();
    }

    public string End()
    {
        _released.Clear();
        if (_held.Length > 0)
            Judge(_held.Length, isLast: true);
        return _released.ToString();
    }

    /// <summary>A word that has only begun, where no word can be what is looked for.</summary>
    private bool MayGoAtOnce()
    {
        if (_held.Length is 0 or > 32 || scanner.WordsMatter || _held.AsSpan().ContainsAnyExceptInRange('a', 'z') || scanner.TermPending(_context + _held) > 0)
            return false;
        foreach (var token in scanner.Tokens)
        {
            if (token.MayBegin(_held))
                return false;
        }
        return _context.Length == 0 || char.IsWhiteSpace(_context[^1]) || char.IsAsciiLetterLower(_context[^1]);
    }

    private void Judge(int length, bool isLast, bool keepsSwallowing = false)
    {
        var text = _context + _held[..length];
        var offset = _context.Length;
        var hold = isLast ? length : Math.Clamp(HoldRules.From(text, scanner) - offset, 0, length);
        if (hold == 0)
            return;
        var findings = scanner.Scan(text);
        foreach (var finding in findings)
        {
            if (finding.Start - offset < hold && finding.End - offset > hold)
                hold = finding.End - offset;
        }
        var due = findings.Where(finding => finding.Start - offset < hold && finding.End > offset)
            .Select(finding => finding with { Start = Math.Max(0, finding.Start - offset), End = finding.End - offset }).ToList();
        foreach (var finding in due)
            tell(finding);
        var spans = Spans.Of(due.Where(finding => finding.Rule is { DryRun: false, Action: PolicyAction.Mask }));
        Release(_held[..hold], spans);
        if (!keepsSwallowing)
            _swallows = isLast && spans.Count > 0 && spans[^1].End == hold && !char.IsWhiteSpace(_held[hold - 1]);
        var context = _context + _held[..hold];
        _context = context[Math.Max(0, context.Length - ContextLength)..];
        _held = _held[hold..];
        _looked = 0;
    }

    private void Release(string text, List<MaskSpan> spans)
    {
        var at = 0;
        if (_swallows)
        {
            while (at < text.Length && !HoldRules.IsBoundary(text[at]))
                at++;
            if (at > 0)
                Masked.Add(new MaskSpan(Judged, Judged + at, ""));
        }
        foreach (var span in spans.Where(span => span.End > at))
        {
            var start = Math.Max(at, span.Start);
            Write(text.AsSpan(at, start - at));
            _released.Append(isJson && !_inString ? "0" : $"[{span.Label}]");
            Masked.Add(new MaskSpan(Judged + start, Judged + span.End, span.Label));
            Follow(text.AsSpan(start, span.End - start));
            at = span.End;
        }
        Write(text.AsSpan(at));
        Judged += text.Length;
    }

    private void Write(ReadOnlySpan<char> text)
    {
        _released.Append(text);
        Follow(text);
    }

    /// <summary>Whether the text stands within a JSON string.</summary>
    private void Follow(ReadOnlySpan<char> text)
    {
        if (!isJson)
            return;
        foreach (var letter in text)
        {
            if (_escaped)
                _escaped = false;
            else if (letter == '\\')
                _escaped = _inString;
            else if (letter == '"')
                _inString = !_inString;
        }
    }
}
