using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>How one model's answers at one task ended; both counts fade.</summary>
/// <param name="ModelId">Whose.</param>
/// <param name="Task">At what.</param>
/// <param name="Bad">Broke off, empty, or cut.</param>
/// <param name="Good">The others, counted from the first bad one on.</param>
/// <param name="At">As of when.</param>
internal sealed record OutcomeCount(string ModelId, ModelTask Task, double Bad, double Good, DateTimeOffset At)
{
    /// <summary>Votes that one bad outcome weighs.</summary>
    private const double Weight = 0.25;

    /// <summary>Votes that outcomes weigh at most, however many there are, where all of them are bad.</summary>
    public const double MostVotes = 5;

    /// <summary>Few outcomes are thought to be mixed.</summary>
    private const double PriorOutcomes = 4;

    public OutcomeCount After(bool good, DateTimeOffset now)
    {
        var left = Fading.Left(At, now);
        return this with { Bad = (Bad * left) + (good ? 0 : 1), Good = (Good * left) + (good ? 1 : 0), At = now };
    }

    /// <summary>Bad votes that it is worth. Good outcomes show that a model works, not that its answers are good, so they only take bad ones back.</summary>
    public double BadVotes(DateTimeOffset now)
    {
        var left = Fading.Left(At, now);
        var (bad, good) = (Bad * left, Good * left);
        return Math.Min(Weight * bad, MostVotes * bad / (bad + good + PriorOutcomes));
    }
}
