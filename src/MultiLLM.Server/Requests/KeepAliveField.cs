using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MultiLLM.Core.Residency;

namespace MultiLLM.Server.Requests;

/// <summary>
/// <c>keep_alive</c>, understood as Ollama does: a number of seconds, or a string with a number of seconds or a duration such as "5m", "1h30m" or
/// "500ms". Zero unloads the model at once; a negative value keeps it until it is unloaded.
/// </summary>
internal static partial class KeepAliveField
{
    public const string Name = "keep_alive";
    private const string Complaint = "must be seconds from 0 to 31536000, a duration such as \"5m\" or \"1h30m\", or -1 for ever";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public static TimeSpan? Read(Fields fields)
    {
        if (!fields.TryGet(Name, out var value))
            return null;
        var seconds = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out var number) ? number : null,
            JsonValueKind.String => SecondsOf(value.GetString()!),
            _ => null,
        };
        if (seconds is { } length && length <= Longest.TotalSeconds)
            return length < 0 ? LoadDemand.Forever : TimeSpan.FromSeconds(length);
        fields.Wrong<string>(Name, Complaint, value);
        return null;
    }

    private static double? SecondsOf(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain))
            return plain;
        if (Duration().Match(text) is not { Success: true } duration)
            return null;
        var sum = 0.0;
        for (var i = 0; i < duration.Groups["number"].Captures.Count; i++)
        {
            sum += double.Parse(duration.Groups["number"].Captures[i].ValueSpan, CultureInfo.InvariantCulture) * duration.Groups["unit"].Captures[i].Value switch
            {
                "ms" => 0.001,
                "s" => 1,
                "m" => 60,
                _ => 3600,
            };
        }
        return duration.Groups["minus"].Success ? -sum : sum;
    }

    [GeneratedRegex(@"^(?<minus>-)?((?<number>\d{1,9}(\.\d{1,9})?)(?<unit>ms|s|m|h)){1,4}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();
}
