using System.Globalization;

namespace MultiLLM.Core.Gateway.Governance.Reporting;

/// <summary>What cells of a <see cref="GovernancePart"/> hold.</summary>
internal static class GovernanceCell
{
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;

    public static string? List(IEnumerable<string>? words) => words is null ? null : string.Join(", ", words.Order(StringComparer.Ordinal));
}
