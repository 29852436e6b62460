using System.Text;
using MultiLLM.Core.Gateway.Policy.Masking;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.Core.Gateway.Policy.Streaming;

/// <summary>
/// Judges an answer while it comes. Text goes on as soon as nothing that is looked for could still begin in it; where that takes more than
/// <see cref="MostHeld"/> characters, what is held is judged as it is. What is held back at each place depends on the text alone, so the result does
/// not depend on the pieces it comes in.
/// </summary>
/// <param name="scanner">Rules for output.</param>
/// <param name="isJson">The answer is JSON, and stays JSON.</param>
/// <param name="tell">Each finding, once, before its text would go on; may throw to end the answer.</param>
/// <param name="gathers">Nobody reads the answer before it is whole, so it is judged a good deal at a time, not word by word.</param>
internal sealed class AnswerGate(TextScanner scanner, bool isJson, Action<Finding> tell, bool gathers = false)
{
    public const int MostHeld = 8 * 1024;
    private const int ContextLength = 256;
    private const int Few = 512;
    private const int Block = 1024; // of a large piece
    private const int Gathered = 1024;

    private readonly StringBuilder _released = new();
    private string _context = "";
    private string _held = "";
    private int _border; // behind the last word that has ended
    private int _next = gathers ? Gathered : 0; // from this length on what is held is judged
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
        for (var at = 0; at < piece.Length; at += Block)
            Add(piece.AsSpan(at, Math.Min(Block, piece.Length - at)));
        return _released.ToString();
    }

    private void Add(ReadOnlySpan<char> piece)
    {
        var before = _held.Length;
        _held = string.Concat(_held, piece);
        var border = _held.Length;
        while (border > before && !HoldRules.IsBoundary(_held[border - 1]))
            border--;
        if (border == before && _border != before)
            border = 0; // the same word goes on
        if (border > 0 && border >= _next)
            Judge(border, ahead: border < _held.Length && HoldRules.IsPlain(_held[border]) ? _held[border] : null);
        else if (border > 0)
            _border = border;
        while (_held.Length >= MostHeld)
            Judge(MostHeld, isLast: true);
    }

    public string End()
    {
        _released.Clear();
        if (_held.Length > 0)
            Judge(_held.Length, isLast: true);
        return _released.ToString();
    }

    /// <param name="length">Of what is held: where a word ends.</param>
    /// <param name="isLast">All of it goes.</param>
    /// <param name="ahead">The letter behind it; null: not here yet.</param>
    private void Judge(int length, bool isLast = false, char? ahead = null)
    {
        var next = ahead.GetValueOrDefault();
        var text = string.Concat(_context, _held.AsSpan(0, length), ahead is null ? default : new ReadOnlySpan<char>(in next));
        var offset = _context.Length;
        var hold = isLast ? length : Math.Clamp(scanner.Pending(text) - offset, 0, length);
        var findings = hold == 0 ? [] : scanner.Scan(text);
        for (var i = findings.Count - 1; i >= 0; i--)
        {
            var finding = findings[i];
            // It overlaps what may go on, or the next word belongs to it.
            if (finding.Start - offset < hold && finding.End - offset > hold)
                hold = Math.Max(0, finding.Start - offset);
        }
        Hand(hold, isLast, findings.Count == 0 ? findings : findings.Where(finding => finding.Start - offset < hold && finding.End > offset)
            .Select(finding => finding with { Start = Math.Max(0, finding.Start - offset), End = finding.End - offset }).ToList());
        // What stays is looked at again when there is a good deal more of it, so that the work stays in proportion to the text.
        _border = length - hold;
        _next = gathers ? _border + Math.Max(Gathered, _border / 16) : _border > Few ? _border + (_border / 16) : _border;
    }

    private void Hand(int length, bool isLast, List<Finding> findings)
    {
        if (length == 0)
            return;
        foreach (var finding in findings)
            tell(finding);
        var spans = findings.Count == 0 ? [] : Spans.Of(findings.Where(finding => finding.Rule is { DryRun: false, Action: PolicyAction.Mask }));
        Release(_held[..length], spans);
        _swallows = isLast && spans.Count > 0 && spans[^1].End == length && !char.IsWhiteSpace(_held[length - 1]);
        _context = scanner.Context(_context + _held[..length], ContextLength);
        _held = _held[length..];
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
        foreach (var span in spans)
        {
            if (span.End <= at)
                continue;
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
