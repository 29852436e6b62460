using MultiLLM.Contracts.Runner;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>Moving averages of what answers and loads took. Pure.</summary>
internal static class RateLearning
{
    /// <summary>Weight of the newest measurement of a model that had the machine to itself.</summary>
    private const double Alone = 0.2;

    /// <summary>The same where others were at work: what it would have taken alone is an estimate.</summary>
    private const double Shared = 0.05;
    private const double Load = 0.3;

    /// <summary>Fewer tokens say more about the clock than about the model.</summary>
    private const int LeastTokens = 8;

    /// <param name="before">What is known.</param>
    /// <param name="finished">As the runner measured it.</param>
    /// <param name="slowDown">How often as long as alone it took, see <see cref="Sharing"/>.</param>
    public static RateEntry Answered(RateEntry before, GenerationFinished finished, double slowDown)
    {
        var prompt = (double)finished.PromptTokens - finished.CachedTokens;
        var decoded = finished.CompletionTokens - 1.0; // decoding is timed from the first token on
        var timings = finished.Timings;
        return before with
        {
            PromptTokensPerSecond = Mix(before.PromptTokensPerSecond, prompt, timings?.PromptSeconds ?? 0, slowDown),
            DecodeTokensPerSecond = Mix(before.DecodeTokensPerSecond, decoded, timings?.DecodeSeconds ?? 0, slowDown),
        };
    }

    /// <summary>Of a server elsewhere: its work on the prompt cannot be told from the way to it, and who else is at work there is its own business.</summary>
    public static RateEntry AnsweredElsewhere(RateEntry before, GenerationFinished finished)
    {
        var first = finished.Timings?.PromptSeconds ?? 0;
        return before with
        {
            FirstOutputSeconds = first <= 0 ? before.FirstOutputSeconds : before.FirstOutputSeconds is { } known ? known + (Alone * (first - known)) : first,
            DecodeTokensPerSecond = Mix(before.DecodeTokensPerSecond, finished.CompletionTokens - 1.0, finished.Timings?.DecodeSeconds ?? 0, slowDown: 1),
        };
    }

    public static RateEntry Loaded(RateEntry before, double seconds) =>
        seconds > 0 ? before with { LoadSeconds = before.LoadSeconds is { } known ? known + (Load * (seconds - known)) : seconds } : before;

    private static double? Mix(double? before, double tokens, double seconds, double slowDown)
    {
        if (tokens < LeastTokens || seconds <= 0)
            return before;
        var measured = tokens / seconds;
        if (before is not { } known)
            return measured * slowDown;
        // Even in company it was faster than it is thought to be alone: then it is faster alone, too.
        var weight = slowDown <= 1 || measured > known ? Alone : Shared;
        return known + (weight * (Math.Max(measured, measured * slowDown) - known));
    }
}
