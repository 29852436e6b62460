using System.Text.Json.Serialization;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>What <c>rates.json</c> holds.</summary>
/// <param name="Entries">One for each model file that was measured.</param>
internal sealed record RateFile(IReadOnlyList<RateEntry> Entries)
{
    /// <summary>How it is read and written.</summary>
    public static StateFormat<RateFile> Format { get; } = new(
        RateJson.Default.RateFile, MaxBytes: 1024 * 1024,
        file => file.Entries?.All(entry => entry?.IsPossible() == true) == true,
        "measured rates", "speeds are expected from sizes until measured again");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RateFile))]
internal sealed partial class RateJson : JsonSerializerContext;
