using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Analytics.Choosing;

/// <summary>What a filter can be set to.</summary>
internal static class FilterNames
{
    /// <summary>As the API names what has no model, task or key.</summary>
    public const string None = "none";

    private const int Longest = 60;

    /// <summary>Those that there were, by name, and what is chosen whether it was there or not; what has none comes last.</summary>
    public static IReadOnlyList<string> Of(AnalyticsSummary? groups, string? chosen) =>
    [
        .. (groups?.Groups.Select(group => group.Name) ?? []).Concat(chosen is null ? [] : [chosen]).Distinct(StringComparer.Ordinal)
            .OrderBy(name => name == None).ThenBy(name => name, StringComparer.OrdinalIgnoreCase),
    ];

    public static string Label(string name) => name == None ? "(none)" : InertText.Line(name, Longest);
}
