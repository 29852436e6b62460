using System.Buffers;
using System.Text;

namespace MultiLLM.Dashboard.Display;

/// <summary>
/// Text that somebody else wrote, such as a model: characters that steer terminals or turn the direction of what stands around them are shown as
/// signs and do nothing.
/// </summary>
internal static class InertText
{
    private const char Replacement = '\uFFFD';
    private const int ControlPictures = 0x2400;

    private static readonly SearchValues<char> s_steering = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Select(code => (char)code).Where(c => c is not ('\t' or '\n')),
        .. Enumerable.Range(0x7F, 0x21).Select(code => (char)code),
        .. "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u2028\u2029\uFEFF",
    ]);

    /// <summary>Of many lines; they end with line feeds.</summary>
    public static string Of(string text)
    {
        if (text.AsSpan().IndexOfAny(s_steering) < 0)
            return text;
        var shown = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
                shown.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            else if (!s_steering.Contains(c))
                shown.Append(c);
            else
                shown.Append(c < ' ' ? (char)(ControlPictures + c) : Replacement);
        }
        return shown.ToString();
    }

    /// <summary>For titles and names: one line, cut where it is too long.</summary>
    public static string Line(string text, int maxLength)
    {
        var cut = text.Length > maxLength * 4 ? text[..(maxLength * 4)] : text;
        var line = string.Join(' ', Of(cut).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= maxLength)
            return line;
        var end = maxLength - 1;
        return line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)] + "…";
    }
}
