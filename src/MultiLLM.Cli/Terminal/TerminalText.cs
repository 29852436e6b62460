using System.Buffers;
using System.Text;

namespace MultiLLM.Cli.Terminal;

/// <summary>Makes text that others wrote harmless on a terminal.</summary>
internal static class TerminalText
{
    // Zero-width and direction marks that reorder or hide what a person reads; joiners of emoji and scripts stay.
    private const string Deceptive = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2028\u2029\u2066\u2067\u2068\u2069\uFEFF";
    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code).Except(['\n', '\t'])) + Deceptive);

    /// <summary>
    /// Control characters are shown as symbols (ESC as ␛), carriage returns dropped, direction marks shown by number; newline and tab stay.
    /// Works piece by piece: no piece needs to know the one before it.
    /// </summary>
    public static string Inert(string text)
    {
        var next = text.AsSpan().IndexOfAny(Suspicious);
        if (next < 0)
        {
            return text;
        }

        var safe = new StringBuilder(text, 0, next, text.Length + 16);
        foreach (var c in text.AsSpan(next))
        {
            if (!Suspicious.Contains(c))
            {
                safe.Append(c);
            }
            else if (c < 0x20)
            {
                safe.Append(c == '\r' ? "" : ((char)(0x2400 + c)).ToString());
            }
            else
            {
                safe.Append(c == 0x7F ? "\u2421" : $"\\u{(int)c:x4}");
            }
        }

        return safe.ToString();
    }

    /// <summary>The same on one line, cut to a length.</summary>
    public static string Line(string text, int maxLength = int.MaxValue)
    {
        var line = Inert(text.ReplaceLineEndings(" ").Replace('\t', ' '));
        return line.Length <= maxLength ? line : string.Concat(line.AsSpan(0, maxLength - 1), "…");
    }
}
