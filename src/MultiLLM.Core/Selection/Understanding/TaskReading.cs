using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>What a text asks for, as the classifier reads it.</summary>
public sealed record TaskReading
{
    /// <summary>Nothing is known: a request without words.</summary>
    public static TaskReading Unknown { get; } = new() { Task = ModelTask.Chat, Confidence = 0, IsSure = false, Chances = new double[Enum.GetValues<ModelTask>().Length] };

    /// <summary>The likeliest task.</summary>
    public required ModelTask Task { get; init; }

    /// <summary>Calibrated chance that <see cref="Task"/> is right, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>False: too close to call, and whoever chooses should take the sound default.</summary>
    public required bool IsSure { get; init; }

    /// <summary>Calibrated chance of each task, indexed by <see cref="ModelTask"/>; they sum to 1, or are all 0 where nothing is known.</summary>
    public required IReadOnlyList<double> Chances { get; init; }

    public Difficulty Difficulty { get; init; } = Difficulty.Medium;

    /// <summary>Chance that it is of high difficulty, 0 to 1.</summary>
    public double HighChance { get; init; } = 0.25;
}
