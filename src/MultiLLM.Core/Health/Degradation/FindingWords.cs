using System.Globalization;

namespace MultiLLM.Core.Health.Degradation;

/// <summary>Says findings as people do. Pure.</summary>
internal static class FindingWords
{
    /// <summary>"phi-2 decodes 38 % slower than its 7-day baseline since 14:05 UTC"; without a full stop.</summary>
    public static string Of(Finding finding) => $"{finding.ModelId} {Fact(finding)}{Sized(finding)} since {Clock(finding.Since)}";

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

    /// <summary>"14:05 UTC": readers are in other zones than the service.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Of a speed: twice the time is 50 % slower.</summary>
    private static string Slower(Finding finding) => Text($"{Math.Max(0, 1 - (1 / (finding.Factor ?? 1))):0 %}");

    private static string Sized(Finding finding) => finding.Size is { } size ? " " + size : "";

    private static string Of(double? share) => Text($"{share ?? 0:0.# %}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
