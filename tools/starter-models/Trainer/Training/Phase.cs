using StarterModels.Trainer.Samples;

namespace StarterModels.Trainer.Training;

/// <summary>One stretch of training with its own mix of samples.</summary>
/// <param name="Name">Also the name of the checkpoint it leaves.</param>
/// <param name="From">The checkpoint it goes on from; null starts afresh.</param>
/// <param name="Seconds">How long it runs at full length.</param>
/// <param name="Mix">What is drawn, by the fraction of the phase that is over.</param>
internal sealed record Phase(string Name, string? From, double Seconds, float PeakRate, Func<double, SampleMix> Mix)
{
    public double WarmupSeconds { get; init; } = 8;

    /// <summary>Fraction of the questions under heavier rewording.</summary>
    public double Noise { get; init; } = 0.3;

    /// <summary>Train on the wordings kept for testing too; scores on them mean nothing from then on.</summary>
    public bool UseHeldOut { get; init; }

    /// <summary>Take the optimizer's moments of <see cref="From"/> over.</summary>
    public bool KeepMoments { get; init; } = true;

    /// <summary>The phases of both text models, in the order they are run.</summary>
    public static IReadOnlyList<Phase> All { get; } =
    [
        // mostly definitions at first, to learn English before the written entries count
        new("chat", null, 1800, 1.3e-3f, done => new SampleMix(0.08, done < 0.6 ? 0.50 : 0.40)) { WarmupSeconds = 40 },
        // the last state that has never met a held-out chat wording: its scores are the ones to report
        new("robust", "chat", 300, 7e-4f, _ => new SampleMix(0.06, 0.38)) { Noise = 0.6 },
        new("polish", "robust", 800, 6e-4f, _ => new SampleMix(0.06, 0.30)) { Noise = 0.45, UseHeldOut = true, KeepMoments = false },
        // the last state that has never met a held-out code wording
        new("code", "robust", 330, 8e-4f, _ => new SampleMix(0.85, 0.02)),
        new("code-polish", "code", 600, 7e-4f, _ => new SampleMix(0.85, 0.02)) { UseHeldOut = true, KeepMoments = false },
    ];

    public static Phase Find(string name) =>
        All.FirstOrDefault(phase => phase.Name == name)
        ?? throw new ArgumentException($"no phase \"{name}\"; there are {string.Join(", ", All.Select(phase => phase.Name))}");
}
