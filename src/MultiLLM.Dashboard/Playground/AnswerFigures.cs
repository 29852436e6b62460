using System.Globalization;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Playground.Conversations;

namespace MultiLLM.Dashboard.Playground;

/// <summary>An answer's figures in words, each with what it means.</summary>
internal static class AnswerFigures
{
    public static IEnumerable<(string Text, string Hint)> Of(AnswerFacts facts)
    {
        if (facts.Tokens is { } tokens)
            yield return ($"{Units.Count(tokens.Completion)} tokens", string.Create(CultureInfo.InvariantCulture,
                $"Tokens (parts of words) of the answer. The prompt had {tokens.Prompt}, of which {tokens.Cached} were known from before."));
        if (facts.Timings is { } times)
        {
            if (times.TokensPerSecond is { } rate)
                yield return (Units.TokensPerSecond(rate), "How fast the answer was written, from its first token to its last");
            yield return ($"first token after {Units.Seconds(times.TimeToFirstTokenSeconds)}", "From the request's arrival until the first token: choice, load, queue and reading the prompt");
            if (facts.Choice?.LoadedForThis is true || times.LoadSeconds > 0)
                yield return ($"loaded in {Units.Seconds(times.LoadSeconds)}", "The model was not in memory; this is what its load took");
        }
        if (facts.Seconds is { } seconds)
            yield return ($"{Units.Seconds(seconds)} in all", "From the request's arrival to the end of the answer");
        if (facts.FinishReason == "length")
            yield return ("cut at the limit", "Max tokens, or the end of the model's context, was reached; the answer would have gone on");
    }
}
