using System.Text;

namespace MultiLLM.Server.Analytics.Exports;

/// <summary>Fields of RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
internal static class CsvText
{
    private const string FormulaStarts = "=+-@\t\r";

    public static StringBuilder AppendField(this StringBuilder output, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return output;
        if (FormulaStarts.Contains(text[0], StringComparison.Ordinal))
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? output.Append(text)
            : output.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
