using System.Text.Json.Serialization;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Health.Degradation;

/// <summary>What <c>health.json</c> holds: what is usual of each model.</summary>
/// <param name="Version">Of what the numbers mean; others are not read.</param>
/// <param name="Models">The ones seen last come last.</param>
internal sealed record BaselineFile(int Version, IReadOnlyList<ModelBaseline> Models)
{
    public const string FileName = "health.json";
    public const int Current = 1;

    /// <summary>How it is read and written.</summary>
    public static StateFormat<BaselineFile> Format { get; } = new(
        BaselineJson.Default.BaselineFile, MaxBytes: 64 * 1024 * 1024,
        file => file is { Version: Current, Models: not null } && file.Models.All(IsPossible),
        "what is usual of models", "it is learned anew");

    public static BaselineFile Of(DegradationDetector detector) =>
        new(Current, [.. detector.Models.Values.OrderBy(watch => watch.SeenAt).Select(ModelBaseline.Of)]);

    public void RestoreTo(DegradationDetector detector)
    {
        foreach (var model in Models.TakeLast(DegradationDetector.MostModels))
            detector.Restore(model.ToWatch());
    }

    private static bool IsPossible(ModelBaseline? model) => model is { ModelId.Length: > 0, SizeBytes: >= 0, Cells: not null }
        && model.Cells.All(cell => cell is { Days: not null } && Enum.IsDefined(cell.Signal) && MeasureBaseline.IsCell(cell.Cell) && cell.Days.All(day => day.IsPossible));
}

/// <param name="ModelId">The model.</param>
/// <param name="SizeBytes">Of its file; another file is another model.</param>
/// <param name="SeenAt">Its last request.</param>
/// <param name="Cells">By signal, size of the task and company.</param>
internal sealed record ModelBaseline(string ModelId, long SizeBytes, DateTimeOffset SeenAt, IReadOnlyList<CellBaseline> Cells)
{
    public static ModelBaseline Of(ModelWatch watch) => new(watch.ModelId, watch.SizeBytes, watch.SeenAt,
    [
        .. watch.Baselines.SelectMany(baseline => baseline.Value.Cells.Select(cell => new CellBaseline(baseline.Key, cell.Key, [.. cell.Value.All]))),
        .. watch.Usual.Where(usual => usual.Value.Count > 0).Select(usual => new CellBaseline(usual.Key, 0, [.. usual.Value.All])),
    ]);

    public ModelWatch ToWatch()
    {
        var watch = new ModelWatch(ModelId) { SizeBytes = SizeBytes, SeenAt = SeenAt };
        foreach (var cell in Cells)
        {
            if (cell.Signal <= HealthSignal.AnswerLength)
                watch.Restore(cell.Signal, cell.Cell, new DaySums(cuts: true, cell.Days));
            else
                watch.Restore(cell.Signal, new DaySums(cuts: false, cell.Days));
        }
        return watch;
    }
}

/// <param name="Signal">What is measured.</param>
/// <param name="Cell">Size of the task and company; 0 where they do not matter.</param>
/// <param name="Days">The oldest first.</param>
internal sealed record CellBaseline(HealthSignal Signal, int Cell, IReadOnlyList<DaySum> Days);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BaselineFile))]
internal sealed partial class BaselineJson : JsonSerializerContext;
