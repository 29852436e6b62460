using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>How an issuer's tokens look.</summary>
/// <param name="Prefix">They begin so, in this case of letters.</param>
/// <param name="Least">Characters after it, at least.</param>
/// <param name="Most">And at most.</param>
/// <param name="Letters">Of which they are made.</param>
internal sealed record TokenShape(string Prefix, int Least, int Most, SearchValues<char> Letters)
{
    public const string AlphaNumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    public static SearchValues<char> Alnum { get; } = SearchValues.Create(AlphaNumeric);
    public static SearchValues<char> Upper { get; } = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    public static SearchValues<char> Word { get; } = SearchValues.Create(AlphaNumeric + "_");
    public static SearchValues<char> UrlSafe { get; } = SearchValues.Create(AlphaNumeric + "_-");
    public static SearchValues<char> Dotted { get; } = SearchValues.Create(AlphaNumeric + "_-.");
    public static SearchValues<char> Base64 { get; } = SearchValues.Create(AlphaNumeric + "+/=");
    public static SearchValues<char> Hex { get; } = SearchValues.Create("0123456789abcdef");
}

/// <summary>Finds tokens by their issuer's shape.</summary>
internal sealed class TokenDetector(string name, string label, params TokenShape[] shapes) : SpanDetector(name, DetectorGroups.Secrets, label)
{
    private readonly SearchValues<string> _prefixes = SearchValues.Create([.. shapes.Select(shape => shape.Prefix)], StringComparison.Ordinal);

    public override bool MayBeWord => false;

    public bool MayBegin(ReadOnlySpan<char> word)
    {
        foreach (var shape in shapes)
        {
            if (shape.Prefix.AsSpan().StartsWith(word, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    public override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        for (var at = 0; at < letters.Length;)
        {
            var next = letters[at..].IndexOfAny(_prefixes);
            if (next < 0)
                return;
            at += next;
            var end = End(letters, at);
            if (end > 0)
                hits.Add(new Hit(at, end));
            at = Math.Max(end, at + 1);
        }
    }

    /// <summary>0: no token begins there.</summary>
    private int End(ReadOnlySpan<char> letters, int at)
    {
        if (at > 0 && (char.IsAsciiLetterOrDigit(letters[at - 1]) || letters[at - 1] is '_' or '-'))
            return 0;
        foreach (var shape in shapes)
        {
            if (!letters[at..].StartsWith(shape.Prefix, StringComparison.Ordinal))
                continue;
            var body = letters[(at + shape.Prefix.Length)..];
            body = body[..Math.Min(body.Length, shape.Most + 1)];
            var length = body.IndexOfAnyExcept(shape.Letters);
            length = length < 0 ? body.Length : length;
            while (length > 0 && body[length - 1] is '.' or '-' && length > shape.Least)
                length--;
            if (length >= shape.Least && length <= shape.Most && Randomness.LooksRandom(body[..length]))
                return at + shape.Prefix.Length + length;
        }
        return 0;
    }
}
