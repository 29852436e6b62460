using System.Globalization;

namespace MultiLLM.Core.Health.Degradation;

/// <summary>Says findings as people do. Pure.</summary>
internal static class FindingWords
{
    /// <summary>"phi-2 decodes 38 % slower than in its last 7 days since 14:05"; without a full stop.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="zone">Whose clock people read.</param>
    public static string Of(Finding finding, TimeZoneInfo zone) => $"{finding.ModelId} {Fact(finding)}{Sized(finding)} since {Clock(finding.Since, zone)}";

    /// <summary>"decodes 38 % slower than its 7-day baseline".</summary>
    public static string Fact(Finding finding) => finding.Signal switch
    {
        HealthSignal.Decoding => $"decodes {Slower(finding)} slower than its 7-day baseline",
        HealthSignal.Reading => $"reads prompts {Slower(finding)} slower than its 7-day baseline",
        HealthSignal.FirstToken => Text($"takes {finding.Factor:0.0#} times as long to its first token as in its 7-day baseline"),
        HealthSignal.AnswerLength => Text($"writes answers {finding.Factor:0.0#} times as long as in its 7-day baseline"),
        HealthSignal.Errors => $"fails {Of(finding.Share)} of its requests, usually {Of(finding.UsualShare)},",
        HealthSignal.EmptyAnswers => $"answers {Of(finding.Share)} of its requests with nothing, usually {Of(finding.UsualShare)},",
        _ => $"runs in circles in {Of(finding.Share)} of its answers, usually {Of(finding.UsualShare)},",
    };

    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Of a speed: twice the time is 50 % slower.</summary>
    private static string Slower(Finding finding) => Text($"{Math.Max(0, 1 - (1 / (finding.Factor ?? 1))):0 %}");

    private static string Sized(Finding finding) => finding.Size is { } size ? " " + size : "";

    private static string Of(double? share) => Text($"{share ?? 0:0.# %}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
