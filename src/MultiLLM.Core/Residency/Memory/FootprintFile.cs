using System.Text.Json.Serialization;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>What <c>footprints.json</c> holds.</summary>
/// <param name="Rules"><see cref="EngineRules.Version"/> at the time.</param>
/// <param name="Entries">The oldest first.</param>
internal sealed record FootprintFile(int Rules, IReadOnlyList<FootprintEntry> Entries)
{
    /// <summary>How it is read and written.</summary>
    public static StateFormat<FootprintFile> Format { get; } = new(
        FootprintJson.Default.FootprintFile, MaxBytes: 4 * 1024 * 1024,
        file => file.Entries?.All(entry => entry is { Key: { Path: not null, Plan: not null }, IsPossible: true }) == true,
        "measured footprints", "memory is predicted until measured again");
}

/// <summary>One measurement; bytes.</summary>
internal sealed record FootprintEntry(FootprintKey Key, long WeightBytes, long KvBytes, long ComputeBytes, long OverheadBytes)
{
    [JsonIgnore]
    public bool IsPossible => Math.Min(Math.Min(WeightBytes, KvBytes), Math.Min(ComputeBytes, OverheadBytes)) >= 0
        && Math.Max(Math.Max(WeightBytes, KvBytes), Math.Max(ComputeBytes, OverheadBytes)) <= Saturating.TooMuch;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(FootprintFile))]
internal sealed partial class FootprintJson : JsonSerializerContext;
