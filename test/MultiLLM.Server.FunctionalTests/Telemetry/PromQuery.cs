using System.Text.RegularExpressions;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

/// <summary>
/// What a PromQL expression refers to: enough of its grammar to find metric names, the labels they are matched by and grouped by, and to notice what is not
/// balanced.
/// </summary>
internal sealed partial class PromQuery
{
    private static readonly HashSet<string> s_words =
    [
        "by", "without", "on", "ignoring", "group_left", "group_right", "and", "or", "unless", "bool", "offset", "inf", "nan",
        "sum", "avg", "min", "max", "count", "topk", "bottomk", "quantile", "stddev",
        "rate", "irate", "increase", "delta", "deriv", "histogram_quantile", "clamp_min", "clamp_max", "absent", "time", "label_replace", "label_values",
        "avg_over_time", "max_over_time", "min_over_time", "sum_over_time", "changes", "vector", "scalar", "abs", "ceil", "floor", "round", "sort_desc",
    ];

    public PromQuery(string text)
    {
        Text = text;
        var bare = Strings().Replace(text, "\"\""); // brackets in strings are no brackets
        IsBalanced = Balanced(bare);
        foreach (Match group in Grouping().Matches(bare))
            Groupings.UnionWith(Identifier().Matches(group.Groups["labels"].Value).Select(label => label.Value));
        bare = Grouping().Replace(bare, "");
        foreach (Match selector in Selector().Matches(bare))
        {
            var name = selector.Groups["name"].Value;
            Selected.Add((name, [.. Matcher().Matches(selector.Groups["matchers"].Value).Select(matcher => matcher.Groups["label"].Value)]));
        }
        bare = Selector().Replace(bare, "");
        bare = Range().Replace(bare, "");
        foreach (Match word in Identifier().Matches(bare))
            if (!s_words.Contains(word.Value))
                Selected.Add((word.Value, []));
    }

    public string Text { get; }
    public bool IsBalanced { get; }

    /// <summary>Metric names, each with the labels in its braces.</summary>
    public List<(string Metric, IReadOnlyList<string> Labels)> Selected { get; } = [];

    /// <summary>Labels after by, without, on and their like.</summary>
    public HashSet<string> Groupings { get; } = [];

    private static bool Balanced(string text)
    {
        var open = new Stack<char>();
        foreach (var letter in text)
        {
            if (letter is '(' or '[' or '{')
                open.Push(letter);
            else if (letter is ')' or ']' or '}' && (open.Count == 0 || (open.Pop(), letter) is not (('(', ')') or ('[', ']') or ('{', '}'))))
                return false;
        }
        return open.Count == 0 && text.Count(letter => letter == '"') % 2 == 0;
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Strings();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\((?<labels>[^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\s*\{(?<matchers>[^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?<label>[a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\[[^\]]*\]|\b\d+(\.\d+)?(e\d+)?[smhdwy]?\b|\$\w+")]
    private static partial Regex Range();

    [GeneratedRegex(@"[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Identifier();
}
