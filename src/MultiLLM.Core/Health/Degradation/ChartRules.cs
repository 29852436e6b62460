namespace MultiLLM.Core.Health.Degradation;

/// <summary>How a chart decides. The thresholds are chosen by <c>bench/degradation</c>, which prints what comes of them.</summary>
internal sealed record ChartRules
{
    /// <summary>The change that is looked for, as a logarithm: half of it is not worth a word.</summary>
    public required double Target { get; init; }

    /// <summary>Changes to less are looked for, too.</summary>
    public bool BothWays { get; init; }

    /// <summary>Evidence over all sizes of tasks at which an alarm is raised.</summary>
    public double Threshold { get; init; } = 12.5;

    /// <summary>The same over tasks of one size.</summary>
    public double SizeThreshold { get; init; } = 14;

    /// <summary>Evidence for being as ever at which an alarm ends.</summary>
    public double RecoveryThreshold { get; init; } = 7;

    /// <summary>What a single request can say at most, so that no handful of accidents is a change.</summary>
    public double MostPerRequest { get; init; } = 1.5;

    /// <summary>Values of the same size and company before others are compared with them.</summary>
    public int LeastKnown { get; init; } = 24;

    /// <summary>Half as slow again, or half the speed gone, is not needed: 30 % less speed is a logarithm of 0.36, 30 % more time one of 0.26.</summary>
    private static ChartRules Pace { get; } = new() { Target = 0.3 };

    /// <summary>How long answers are is up to callers, too: three times as long, or as short.</summary>
    private static ChartRules Length { get; } = new() { Target = Math.Log(3), BothWays = true, Threshold = 14, SizeThreshold = 16, LeastKnown = 48 };

    public static ChartRules Of(HealthSignal signal) => signal == HealthSignal.AnswerLength ? Length : Pace;
}
