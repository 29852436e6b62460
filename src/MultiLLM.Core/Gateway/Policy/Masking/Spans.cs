using System.Text;
using MultiLLM.Core.Gateway.Policy.Scanning;

namespace MultiLLM.Core.Gateway.Policy.Masking;

/// <param name="Start">First character.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Label">What kind of thing it is.</param>
internal readonly record struct MaskSpan(int Start, int End, string Label);

internal static class Spans
{
    /// <summary>Joins what overlaps; what begins first names it, and of those that begin together the longest.</summary>
    public static List<MaskSpan> Of(IEnumerable<Finding> findings)
    {
        var spans = new List<MaskSpan>();
        foreach (var finding in findings.Where(finding => finding.End > finding.Start).OrderBy(finding => finding.Start).ThenByDescending(finding => finding.End))
        {
            if (spans.Count > 0 && finding.Start < spans[^1].End)
                spans[^1] = spans[^1] with { End = Math.Max(spans[^1].End, finding.End) };
            else
                spans.Add(new MaskSpan(finding.Start, finding.End, finding.Label));
        }
        return spans;
    }

    /// <summary>Puts something in the place of each span.</summary>
    public static string Replace(string text, IReadOnlyList<MaskSpan> spans, Func<MaskSpan, string> by)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var span in spans)
        {
            result.Append(text, at, span.Start - at).Append(by(span));
            at = span.End;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }
}
