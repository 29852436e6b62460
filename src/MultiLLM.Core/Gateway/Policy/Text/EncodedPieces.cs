using System.Buffers;
using System.Text;

namespace MultiLLM.Core.Gateway.Policy.Text;

/// <summary>Finds text that was hidden as base64 or hex, bounded in depth, number and size.</summary>
internal static class EncodedPieces
{
    public const int MostDepth = 2;
    private const int Shortest = 16;
    private const int Longest = 16 * 1024;
    private const int MostPieces = 64;
    private const double ReadableShare = 0.92;

    public static IReadOnlyList<NormalText> In(NormalText text)
    {
        List<NormalText>? found = null;
        var value = text.Value.AsSpan();
        for (var at = 0; at + Shortest <= value.Length;)
        {
            // From the end of the shortest piece back: most words are shorter.
            var other = value.Slice(at, Shortest).LastIndexOfAnyExcept(s_base64);
            if (other >= 0)
            {
                at += other + 1;
                continue;
            }
            var more = value[at..].IndexOfAnyExcept(s_base64);
            var end = more < 0 ? value.Length : at + more;
            if (Decode(value[at..Math.Min(end, at + Longest)]) is { } hidden)
            {
                var (start, stop) = text.Written(at, end);
                (found ??= []).Add(new NormalText(Normalizer.Normalize(hidden).Value, start, stop));
                if (found.Count == MostPieces)
                    break;
            }
            at = end + 1;
        }
        return found ?? (IReadOnlyList<NormalText>)[];
    }

    private static string? Decode(ReadOnlySpan<char> piece)
    {
        if (piece.Length % 2 == 0 && !piece.ContainsAnyExcept(s_hex))
            return Readable(Convert.FromHexString(piece));
        piece = piece.TrimEnd('=');
        if (piece.Length % 4 == 1 || piece.IndexOf('=') >= 0 || !piece.ContainsAnyInRange('A', 'Z') || !piece.ContainsAnyInRange('a', 'z'))
            return null;
        var padded = new char[(piece.Length + 3) / 4 * 4];
        for (var i = 0; i < padded.Length; i++)
            padded[i] = i >= piece.Length ? '=' : piece[i] switch { '-' => '+', '_' => '/', var other => other };
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64Chars(padded, bytes, out var written) ? Readable(bytes.AsSpan(0, written)) : null;
    }

    private static readonly SearchValues<char> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=");
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdefABCDEF");

    private static string? Readable(ReadOnlySpan<byte> bytes)
    {
        var printable = 0;
        foreach (var value in bytes)
            printable += value is >= 0x20 and < 0x7F or (byte)'\n' or (byte)'\r' or (byte)'\t' || value >= 0xC2 ? 1 : value >= 0x80 ? 1 : 0;
        if (printable < bytes.Length * ReadableShare || (!Ascii.IsValid(bytes) && !System.Text.Unicode.Utf8.IsValid(bytes)))
            return null;
        return Encoding.UTF8.GetString(bytes);
    }
}
