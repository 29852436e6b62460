using System.Buffers;
using System.Text;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Finds one string after another and asks for each whether it belongs to something.</summary>
internal abstract class AnchoredDetector(string name, string label, StringComparison comparison, params string[] anchors) : SpanDetector(name, DetectorGroups.Secrets, label)
{
    private readonly AnchorSearch _anchors = new(anchors, comparison);

    public sealed override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        var anchored = _anchors.In(letters, stackalloc int[_anchors.Notes]);
        for (var at = anchored.From(0); at >= 0;)
        {
            var end = at + 1;
            if (HitAt(letters, at) is { } hit)
            {
                hits.Add(hit);
                end = Math.Max(end, hit.End);
            }
            at = anchored.From(end);
        }
    }

    protected abstract Hit? HitAt(ReadOnlySpan<char> letters, int at);

    /// <summary>The last word, where nothing ends it yet and an anchor stands in it or shortly before it; the text's length: there is none.</summary>
    /// <param name="letters">The text.</param>
    /// <param name="ends">What ends a word.</param>
    /// <param name="longest">A longer one is none.</param>
    /// <param name="before">So far before it an anchor may stand.</param>
    protected int OpenWord(ReadOnlySpan<char> letters, SearchValues<char> ends, int longest, int before)
    {
        var word = letters[Math.Max(0, letters.Length - longest - 1)..].LastIndexOfAny(ends) is var end and >= 0 ? Math.Max(0, letters.Length - longest - 1) + end + 1 : 0;
        return letters.Length - word <= longest && _anchors.IsIn(letters[Math.Max(0, word - before)..]) ? word : letters.Length;
    }

    /// <summary>Length of the run of these letters; looks no further than <paramref name="most"/>.</summary>
    protected static int Run(ReadOnlySpan<char> letters, int at, SearchValues<char> of, int most)
    {
        var rest = letters[at..Math.Min(letters.Length, at + most)];
        var length = rest.IndexOfAnyExcept(of);
        return length < 0 ? rest.Length : length;
    }

    protected static bool IsWordStart(ReadOnlySpan<char> letters, int at) => at == 0 || !(char.IsAsciiLetterOrDigit(letters[at - 1]) || letters[at - 1] == '_');
}

/// <summary>JSON web tokens: three parts, of which the first two are JSON.</summary>
internal sealed class JwtDetector() : AnchoredDetector("jwt", "JWT", StringComparison.Ordinal, "eyJ")
{
    private const int LongestPart = 8 * 1024;

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        if (!IsWordStart(letters, at))
            return null;
        var header = Run(letters, at, TokenShape.UrlSafe, LongestPart);
        var payload = at + header + 1;
        if (header < 12 || payload + 3 >= letters.Length || letters[payload - 1] != '.' || !letters[payload..].StartsWith("eyJ", StringComparison.Ordinal))
            return null;
        var signature = payload + Run(letters, payload, TokenShape.UrlSafe, LongestPart);
        if (signature - payload < 12 || signature >= letters.Length || letters[signature] != '.')
            return null;
        return new Hit(at, signature + 1 + Run(letters, signature + 1, TokenShape.UrlSafe, LongestPart));
    }
}

/// <summary>Private keys as PEM: from their first line to their last, or as far as they go.</summary>
internal sealed class PrivateKeyDetector() : AnchoredDetector("private_key", "PRIVATE_KEY", StringComparison.Ordinal, s_begins)
{
    public const int Longest = 8 * 1024;
    private const int LongestTitle = 60;
    private const int LeastBody = 24;
    private static readonly string[] s_begins = ["-----BEGIN ", "PuTTY-User-Key-File-"];
    private static readonly SearchValues<string> s_titles = SearchValues.Create(s_begins, StringComparison.Ordinal);
    private static readonly SearchValues<char> s_body = SearchValues.Create(TokenShape.AlphaNumeric + "+/=\r\n\t :,.-()@_");

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        var rest = letters[at..Math.Min(letters.Length, at + Longest)];
        if (rest[0] == 'P')
            return rest.IndexOf("Private-Lines:", StringComparison.Ordinal) is > 0 and var lines ? new Hit(at, at + lines + Run(rest, lines, s_body, Longest)) : null;
        var title = rest[..Math.Min(rest.Length, LongestTitle)].IndexOf("PRIVATE KEY", StringComparison.Ordinal);
        if (title < 0)
            return null;
        var dashes = rest[title..].IndexOf("-----", StringComparison.Ordinal);
        if (dashes is < 0 or > 20)
            return null;
        var body = title + dashes + 5;
        var end = rest[body..].IndexOf("-----END", StringComparison.Ordinal);
        var stop = end >= 0 ? body + end : body + Run(rest, body, s_body, Longest);
        if (CountBase64(rest[body..stop]) < LeastBody)
            return null;
        if (end >= 0 && rest[(stop + 8)..].IndexOf("-----", StringComparison.Ordinal) is >= 0 and < LongestTitle and var close)
            stop += 8 + close + 5;
        return new Hit(at, at + stop);
    }

    /// <summary>A key that has begun, until its last line is there.</summary>
    public override int Pending(ScanText text)
    {
        var letters = text.Letters;
        for (var at = 0; at < letters.Length;)
        {
            var next = letters[at..].IndexOfAny(s_titles);
            if (next < 0)
                break;
            at += next;
            if (GoesOn(letters[at..]))
                return at;
            at = HitAt(letters, at)?.End ?? at + 1;
        }
        return letters.Length;
    }

    private static bool GoesOn(ReadOnlySpan<char> rest)
    {
        if (rest.Length >= Longest)
            return false;
        if (rest[0] == 'P')
            return rest.IndexOf("Private-Lines:", StringComparison.Ordinal) is var lines && (lines < 0 || lines + Run(rest, lines, s_body, Longest) == rest.Length);
        if (rest[..Math.Min(rest.Length, LongestTitle)].IndexOf("PRIVATE KEY", StringComparison.Ordinal) < 0)
            return rest.Length < LongestTitle;
        var end = rest.IndexOf("-----END", StringComparison.Ordinal);
        return end < 0 || (rest.Length < end + 8 + LongestTitle && rest[(end + 8)..].IndexOf("-----", StringComparison.Ordinal) < 0);
    }

    private static int CountBase64(ReadOnlySpan<char> body)
    {
        var count = 0;
        foreach (var letter in body)
            count += TokenShape.Base64.Contains(letter) ? 1 : 0;
        return count;
    }
}

/// <summary>Keys of storage accounts, shared access signatures and client secrets of Azure.</summary>
internal sealed class AzureDetector() : AnchoredDetector("azure_key", "AZURE_KEY", StringComparison.OrdinalIgnoreCase, "AccountKey=", "SharedAccessKey=", "sig=", "Q~")
{
    private static readonly SearchValues<char> s_client = SearchValues.Create(TokenShape.AlphaNumeric + "_-.~");

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        if (letters[at] is 'Q' or 'q')
        {
            if (at < 4 || letters[at] != 'Q' || !char.IsAsciiDigit(letters[at - 1]))
                return null;
            var tail = Run(letters, at + 2, s_client, 60);
            return tail is >= 31 and <= 37 && Randomness.LooksRandom(letters[(at - 4)..(at + 2 + tail)]) ? new Hit(at - 4, at + 2 + tail) : null;
        }
        var value = at + letters[at..].IndexOf('=') + 1;
        var length = Run(letters, value, TokenShape.Base64, 200);
        return length >= 40 && Randomness.LooksRandom(letters.Slice(value, length)) ? new Hit(value, value + length) : null;
    }
}

/// <summary>Tokens of Telegram's bots: a number, a colon, and a text that begins with AA.</summary>
internal sealed class TelegramDetector() : AnchoredDetector("telegram_token", "TELEGRAM_TOKEN", StringComparison.Ordinal, ":AA")
{
    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        var start = at;
        while (start > 0 && at - start < 11 && char.IsAsciiDigit(letters[start - 1]))
            start--;
        var length = Run(letters, at + 1, TokenShape.UrlSafe, 40);
        return at - start is >= 8 and <= 10 && length is >= 34 and <= 36 ? new Hit(start, at + 1 + length) : null;
    }
}

/// <summary>Tokens of Discord's bots: a number as base64, the time, and a signature.</summary>
internal sealed class DiscordDetector() : AnchoredDetector("discord_token", "DISCORD_TOKEN", StringComparison.Ordinal, ".")
{
    private const int TimeLength = 6;
    private const int LongestNumber = 30;

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        var mark = at + TimeLength + 1;
        if (mark + 1 >= letters.Length || letters[mark] != '.' || letters[(at + 1)..mark].ContainsAnyExcept(TokenShape.UrlSafe))
            return null;
        var start = at;
        while (start > 0 && at - start < LongestNumber && char.IsAsciiLetterOrDigit(letters[start - 1]))
            start--;
        var length = Run(letters, mark + 1, TokenShape.UrlSafe, 50);
        return at - start is >= 23 and <= 28 && letters[start] is 'M' or 'N' or 'O' && length is >= 27 and <= 40 && Randomness.LooksRandom(letters.Slice(mark + 1, length))
            ? new Hit(start, mark + 1 + length)
            : null;
    }
}

/// <summary>Tokens of Terraform's cloud: two random parts around the name of their version.</summary>
internal sealed class TerraformDetector() : AnchoredDetector("terraform_token", "TERRAFORM_TOKEN", StringComparison.Ordinal, ".atlasv1.")
{
    private const int HeadLength = 14;

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at) =>
        at >= HeadLength && Run(letters, at + 9, TokenShape.UrlSafe, 80) is >= 50 and var length ? new Hit(at - HeadLength, at + 9 + length) : null;
}

/// <summary>What follows "Bearer" and "Basic" in a header, and credentials in the same form in files of Docker and npm.</summary>
internal sealed class AuthorizationDetector() : AnchoredDetector("authorization", "AUTHORIZATION", StringComparison.OrdinalIgnoreCase, "bearer ", "basic ", "\"auth\"", "_auth=")
{
    private const int LongestValue = 4096;

    protected override Hit? HitAt(ReadOnlySpan<char> letters, int at)
    {
        if (letters[at] is not ('"' or '_') && !IsWordStart(letters, at))
            return null;
        var isBearer = letters[at + 1] is 'e' or 'E';
        var value = at + (isBearer ? 7 : 6);
        while (value < letters.Length && value < at + 12 && letters[value] is ' ' or ':' or '"')
            value++;
        var length = Run(letters, value, isBearer ? TokenShape.Dotted : TokenShape.Base64, LongestValue);
        var text = letters.Slice(value, length).TrimEnd('.');
        var isSecret = isBearer ? text.Length >= 20 && Randomness.LooksRandom(text) : text.Length >= 10 && IsCredentials(text);
        return isSecret ? new Hit(value, value + text.Length) : null;
    }

    private static bool IsCredentials(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[512];
        return text.Length % 4 == 0 && text.Length <= 600 && Convert.TryFromBase64Chars(text, bytes, out var written)
            && bytes[..written].IndexOf((byte)':') > 0 && Ascii.IsValid(bytes[..written]);
    }
}
