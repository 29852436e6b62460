using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>What an answer is worth, from its expected quality and the seconds it takes. Pure.</summary>
internal static class Utility
{
    /// <summary>An answer that takes so long is worth half of one at once, as far as speed is concerned.</summary>
    private const double PatienceSeconds = 8;
    private const double PatiencePower = 0.7;

    /// <summary>Bends the catalog's scores so that differences between weak models count as well as those between strong ones.</summary>
    private const double QualityPower = 0.6;

    /// <summary>A starter model is picked only where there is nothing else.</summary>
    private const double StarterFactor = 0.1;

    /// <summary>A conversation stays where it is for an advantage below this; the more often it moved, the more it takes.</summary>
    private const double StayBonus = 0.05;

    /// <summary>Who just gave an answer that did not please should not give the next one too, if another can.</summary>
    private const double DissatisfiedFactor = 0.8;

    public static double Of(ModelDefinition model, RequestFeatures request, CandidateParts parts, Preference preference)
    {
        var worth = Of(parts.Quality, request.Reading.Difficulty, parts.TotalSeconds + parts.OthersSeconds, preference);
        if (request.Conversation is { } conversation && conversation.ModelId == model.Id)
            worth = request.Signs.IsDissatisfied ? worth * DissatisfiedFactor : worth + (StayBonus * (1 + conversation.Moves));
        if (model.Starter)
            worth *= StarterFactor;
        return Math.Round(Math.Clamp(worth, 0, 1), 6);
    }

    /// <param name="quality">0 to 10.</param>
    /// <param name="difficulty">Easy requests are answered well by weaker models too.</param>
    /// <param name="seconds">To the full answer, and what it costs others.</param>
    /// <param name="preference">The caller's weights.</param>
    /// <returns>0 to 1.</returns>
    public static double Of(double quality, Difficulty difficulty, double seconds, Preference preference) =>
        (preference.QualityWeight * Worth(quality, difficulty)) + ((1 - preference.QualityWeight) * Promptness(seconds));

    /// <summary>0 to 1; rises with quality, and the more steeply at the top the harder the request.</summary>
    private static double Worth(double quality, Difficulty difficulty)
    {
        var bent = Math.Pow(Math.Clamp(quality / 10, 0, 1), QualityPower);
        var ease = difficulty switch
        {
            Difficulty.Low => 1.5,
            Difficulty.High => 0.7,
            _ => 1,
        };
        return 1 - Math.Pow(1 - bent, ease);
    }

    /// <summary>1 at once, 0.5 after <see cref="PatienceSeconds"/>, 0 never.</summary>
    private static double Promptness(double seconds) => 1 / (1 + Math.Pow(Math.Max(0, seconds) / PatienceSeconds, PatiencePower));
}
