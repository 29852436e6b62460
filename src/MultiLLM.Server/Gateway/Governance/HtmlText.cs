using System.Text;
using System.Text.Encodings.Web;

namespace MultiLLM.Server.Gateway.Governance;

/// <summary>HTML in the making. Only <see cref="Raw"/> writes what it is given; everything else is escaped.</summary>
internal sealed class HtmlText
{
    /// <summary>A digest or a path: it is broken anywhere, where else words stay whole.</summary>
    private const int LongWord = 30;
    private const int LongText = 60;

    private readonly StringBuilder _html = new(16 * 1024);
    private int _sections;

    /// <param name="html">Written in the source, never data.</param>
    public HtmlText Raw(string html)
    {
        _html.Append(html);
        return this;
    }

    public HtmlText Text(string text)
    {
        _html.Append(HtmlEncoder.Default.Encode(text));
        return this;
    }

    public HtmlText Each(IEnumerable<string> texts, string element)
    {
        foreach (var text in texts)
            Raw($"<{element}>").Text(text).Raw($"</{element}>");
        return this;
    }

    public HtmlText Section(string title, string summary)
    {
        var id = $"part-{++_sections}";
        return Raw($"<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">").Text(title).Raw("</h2><p>").Text(summary).Raw("</p>");
    }

    public HtmlText End() => Raw("</section>");

    /// <param name="columns">One that begins with # holds numbers, one that begins with @ holds what is to stay on one line.</param>
    /// <param name="rows">The first cell names its row.</param>
    public HtmlText Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return Raw("<p class=\"none\">None.</p>");
        // A region that can be scrolled can also be reached with the keyboard.
        Raw("<div class=\"table\" tabindex=\"0\"><table><thead><tr>");
        foreach (var column in columns)
            Raw(column.StartsWith('#') ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">").Text(column.TrimStart('#', '@')).Raw("</th>");
        Raw("</tr></thead><tbody>");
        foreach (var row in all)
        {
            Raw($"<tr><th scope=\"row\" class=\"{Kind(columns[0], row[0])}\">").Text(row[0]).Raw("</th>");
            for (var i = 1; i < row.Count; i++)
                Raw($"<td class=\"{Kind(columns[i], row[i])}\">").Text(row[i]).Raw("</td>");
            Raw("</tr>");
        }
        return Raw("</tbody></table></div>");
    }

    public HtmlText Facts(IEnumerable<(string Name, string Value)> facts)
    {
        Raw("<dl>");
        foreach (var (name, value) in facts)
            Raw("<dt>").Text(name).Raw("</dt><dd>").Text(value).Raw("</dd>");
        return Raw("</dl>");
    }

    public override string ToString() => _html.ToString();

    private static string Kind(string column, string cell) => column[0] switch
    {
        '#' => "number",
        '@' => "line",
        _ when cell.Length > LongWord && !cell.Contains(' ') => "word",
        _ => cell.Length > LongText ? "long" : "text",
    };
}
