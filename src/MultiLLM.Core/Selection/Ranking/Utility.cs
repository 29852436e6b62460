using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>What an answer is worth, from its expected quality and the seconds it takes. Pure.</summary>
internal static class Utility
{
    /// <summary>An answer that takes so long is worth half of one at once, as far as speed is concerned.</summary>
    private const double PatienceSeconds = 8;

    /// <summary>Below 1: the first seconds of waiting cost more than as many later ones.</summary>
    private const double PatiencePower = 0.7;

    /// <summary>The scores of starter models end where those of all others begin: they are picked only where there is nothing else.</summary>
    private const double StarterShare = 0.1;
    private const int Digits = 6;

    /// <summary>What an answer without price is worth more than one that costs a fortune; half of it where it costs as much as <see cref="HalfDearCost"/>.</summary>
    private const double MostDearness = 0.05;
    private const decimal HalfDearCost = 0.01m;

    /// <summary>A candidate's score, 0 to 1.</summary>
    /// <param name="model">Who would answer.</param>
    /// <param name="isEmbedding">Vectors of different models cannot be compared, so speed and what is loaded do not count.</param>
    /// <param name="parts">What is expected.</param>
    /// <param name="pull">Of the conversation, see <see cref="ConversationPull"/>.</param>
    /// <param name="preference">The caller's weights.</param>
    public static double ScoreOf(ModelDefinition model, bool isEmbedding, CandidateParts parts, double pull, Preference preference)
    {
        var worth = isEmbedding ? Worth(parts.Quality) : Of(model.Starter, parts.Quality, parts.TotalSeconds + parts.OthersSeconds, preference);
        worth = Math.Clamp(worth + pull - Dearness(parts.Cost), 0, 1);
        return Math.Round(model.Starter ? StarterShare * worth : StarterShare + ((1 - StarterShare) * worth), Digits);
    }

    /// <summary>As below. Starter models are all equally tiny and quick: what they were made for decides, unless quality is of no weight at all.</summary>
    public static double Of(bool isStarter, double quality, double seconds, Preference preference) =>
        isStarter && preference.QualityWeight > 0 ? Worth(quality) : Of(quality, seconds, preference);

    /// <param name="quality">0 to 10.</param>
    /// <param name="seconds">To the full answer, and what it costs others.</param>
    /// <param name="preference">The caller's weights.</param>
    /// <returns>0 to 1.</returns>
    public static double Of(double quality, double seconds, Preference preference)
    {
        var weight = Math.Clamp(preference.QualityWeight, 0, 1);
        return (weight * Worth(quality)) + ((1 - weight) * Promptness(seconds));
    }

    /// <summary>Money decides between models that are about as good and as quick, and hardly more; who wants more of it sets a limit.</summary>
    private static double Dearness(decimal? cost) => cost is > 0 and var some ? MostDearness * (double)(some / (some + HalfDearCost)) : 0;

    private static double Worth(double quality) => Math.Clamp(quality / 10, 0, 1);

    /// <summary>1 at once, 0.5 after <see cref="PatienceSeconds"/>, 0 never.</summary>
    private static double Promptness(double seconds) => 1 / (1 + Math.Pow(Math.Max(0, seconds) / PatienceSeconds, PatiencePower));
}
