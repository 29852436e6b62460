using System.Buffers;
using System.Text;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

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
