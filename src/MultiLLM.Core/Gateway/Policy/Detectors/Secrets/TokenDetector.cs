using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Finds tokens by their issuer's shape.</summary>
internal sealed class TokenDetector(string name, string label, params TokenShape[] shapes) : SpanDetector(name, DetectorGroups.Secrets, label)
{
    private const int LongestGap = 16;
    private const int LeastPiece = 4;
    private static readonly SearchValues<char> s_gaps = SearchValues.Create(" \t\r\n\"'+\\");
    private readonly AnchorSearch _prefixes = new(shapes.Select(shape => shape.Prefix), StringComparison.Ordinal);

    public override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        var begun = _prefixes.In(letters, stackalloc int[_prefixes.Notes]);
        for (var at = begun.From(0); at >= 0;)
        {
            var end = End(letters, at);
            if (end > 0)
                hits.Add(new Hit(at, end));
            at = begun.From(Math.Max(end, at + 1));
        }
    }

    /// <summary>A token that is broken, and has not got its second part yet.</summary>
    public override int Pending(ScanText text)
    {
        var letters = text.Letters;
        var begun = _prefixes.In(letters, stackalloc int[_prefixes.Notes]);
        for (var at = begun.From(0); at >= 0; at = begun.From(Math.Max(End(letters, at), at + 1)))
        {
            if (GoesOn(letters, at))
                return at;
        }
        return letters.Length;
    }

    private bool GoesOn(ReadOnlySpan<char> letters, int at)
    {
        if (IsWithinWord(letters, at))
            return false;
        foreach (var shape in shapes)
        {
            if (!letters[at..].StartsWith(shape.Prefix, StringComparison.Ordinal))
                continue;
            var body = letters[(at + shape.Prefix.Length)..];
            var length = body[..Math.Min(body.Length, shape.Least)].IndexOfAnyExcept(shape.Letters);
            if (length < LeastPiece)
                continue;
            var rest = body[length..];
            var gap = rest[..Math.Min(rest.Length, LongestGap)].IndexOfAnyExcept(s_gaps);
            if (gap < 0 ? rest.Length < LongestGap : gap > 0 && rest[..gap].ContainsAny('\n', '+') && rest.Length - gap <= shape.Most && !rest[gap..].ContainsAnyExcept(shape.Letters))
                return true;
        }
        return false;
    }

    private static bool IsWithinWord(ReadOnlySpan<char> letters, int at) => at > 0 && (char.IsAsciiLetterOrDigit(letters[at - 1]) || letters[at - 1] is '_' or '-');

    /// <summary>0: no token begins there.</summary>
    private int End(ReadOnlySpan<char> letters, int at)
    {
        if (IsWithinWord(letters, at))
            return 0;
        foreach (var shape in shapes)
        {
            if (!letters[at..].StartsWith(shape.Prefix, StringComparison.Ordinal))
                continue;
            var body = letters[(at + shape.Prefix.Length)..];
            body = body[..Math.Min(body.Length, shape.Most + 1)];
            var length = body.IndexOfAnyExcept(shape.Letters);
            length = length < 0 ? body.Length : length;
            if (length < shape.Least && Broken(letters, at + shape.Prefix.Length, length, shape) is var broken and > 0)
                return broken;
            while (length > 0 && body[length - 1] is '.' or '-' && length > shape.Least)
                length--;
            if (length >= shape.Least && length <= shape.Most && Randomness.LooksRandom(body[..length]))
                return at + shape.Prefix.Length + length;
        }
        return 0;
    }

    /// <summary>Where a token ends that goes on behind one break: a new line, or the end of one piece of a program's text and the beginning of the next. 0: it does not.</summary>
    private static int Broken(ReadOnlySpan<char> letters, int body, int length, TokenShape shape)
    {
        var rest = letters[(body + length)..];
        var gap = rest[..Math.Min(rest.Length, LongestGap)].IndexOfAnyExcept(s_gaps);
        if (length < LeastPiece || gap <= 0 || !rest[..gap].ContainsAny('\n', '+'))
            return 0;
        var tail = rest[gap..Math.Min(rest.Length, gap + shape.Most - length + 1)];
        var more = tail.IndexOfAnyExcept(shape.Letters);
        more = more < 0 ? tail.Length : more;
        if (more < LeastPiece || length + more < shape.Least || length + more > shape.Most)
            return 0;
        return Randomness.LooksRandom([.. letters.Slice(body, length), .. tail[..more]]) ? body + length + gap + more : 0;
    }
}
