using System.Text.Json.Serialization;

namespace MultiLLM.Cli.Doctor;

/// <summary>What the examination found.</summary>
/// <param name="Usable">No check failed.</param>
/// <param name="Checks">In the order they were made.</param>
internal sealed record DoctorReport(bool Usable, IReadOnlyList<CheckResult> Checks);

/// <param name="Name">What was looked at.</param>
/// <param name="Status">"ok", "warn" or "fail".</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do about it; null when ok.</param>
internal sealed record CheckResult(string Name, string Status, string Detail, string? Advice = null)
{
    public static CheckResult Ok(string name, string detail) => new(name, "ok", detail);

    public static CheckResult Warn(string name, string detail, string advice) => new(name, "warn", detail, advice);

    public static CheckResult Fail(string name, string detail, string advice) => new(name, "fail", detail, advice);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJsonContext : JsonSerializerContext;
