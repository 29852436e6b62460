namespace MultiLLM.Runner.Grammar.Patterns;

/// <summary>
/// The formats that can be enforced, as regular expressions. Each matches only values that are valid; not every valid one
/// (an internationalised host name, a compressed IPv6 address) is matched.
/// </summary>
internal static class StringFormats
{
    private const string Day = "0[1-9]|1[0-9]|2[0-8]";
    private const string LeapYear = "[0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00";
    private const string Date =
        "([0-9]{4}-((0[1-9]|1[0-2])-(" + Day + ")|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|(" + LeapYear + ")-02-29)";

    private const string Time = @"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)";
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private const string Octet = @"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";

    private static readonly Dictionary<string, string> Regexes = new(StringComparer.Ordinal)
    {
        ["date"] = $"^{Date}$",
        ["time"] = $"^{Time}$",
        ["date-time"] = $"^{Date}T{Time}$",
        ["duration"] = @"^P(\d{1,9}W|(\d{1,9}Y(\d{1,9}M(\d{1,9}D)?)?|\d{1,9}M(\d{1,9}D)?|\d{1,9}D)(T(\d{1,9}H(\d{1,9}M(\d{1,9}S)?)?|\d{1,9}M(\d{1,9}S)?|\d{1,9}S))?" +
            @"|T(\d{1,9}H(\d{1,9}M(\d{1,9}S)?)?|\d{1,9}M(\d{1,9}S)?|\d{1,9}S))$",
        ["uuid"] = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
        ["email"] = $@"^[A-Za-z0-9_+-]{{1,30}}(\.[A-Za-z0-9_+-]{{1,30}})?@{Label}(\.{Label}){{1,3}}$",
        ["hostname"] = $@"^{Label}(\.{Label}){{0,3}}$",
        ["ipv4"] = $@"^{Octet}(\.{Octet}){{3}}$",
        ["ipv6"] = "^([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}$",
    };

    public static string Names => string.Join(", ", Regexes.Keys);

    public static string? Find(string format) => Regexes.GetValueOrDefault(format);
}
