using System.Globalization;
using System.Text;

namespace MultiLLM.Runner.Templates;

/// <summary>The directives of C's strftime that chat templates use, in English. Unknown ones stay as they are.</summary>
internal static class StrfTime
{
    public static string Format(DateTimeOffset time, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            // "%-d" is "%d" without leading zeros.
            var bare = format[i + 1] == '-' && i + 2 < format.Length;
            var directive = format[bare ? i + 2 : i + 1];
            var value = Expand(time, directive) ?? (bare ? $"%-{directive}" : $"%{directive}");
            text.Append(bare ? TrimZeros(value) : value);
            i += bare ? 2 : 1;
        }

        return text.ToString();
    }

    private static string? Expand(DateTimeOffset time, char directive) => directive switch
    {
        'Y' => In(time, "yyyy"),
        'y' => In(time, "yy"),
        'm' => In(time, "MM"),
        'd' => In(time, "dd"),
        'B' => In(time, "MMMM"),
        'b' => In(time, "MMM"),
        'A' => In(time, "dddd"),
        'a' => In(time, "ddd"),
        'H' => In(time, "HH"),
        'I' => In(time, "hh"),
        'M' => In(time, "mm"),
        'S' => In(time, "ss"),
        'p' => In(time, "tt"),
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'F' => In(time, "yyyy-MM-dd"),
        'T' => In(time, "HH:mm:ss"),
        '%' => "%",
        _ => null,
    };

    private static string In(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static string TrimZeros(string value) => value.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0";
}
