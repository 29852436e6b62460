using System.Globalization;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Chat;

/// <summary>The figures of an answer in one line, and what a person should know about the model that gave it.</summary>
internal static class AnswerSummary
{
    public static string Figures(ChatReply reply)
    {
        var parts = new List<string> { reply.ModelId };
        parts.AddRange(((string?[])[ChoiceWords.Short(reply.Selection), ChoiceWords.Fallbacks(reply.Selection)]).OfType<string>());
        var cached = reply.Tokens.Cached > 0 ? $" ({reply.Tokens.Cached} cached)" : "";
        parts.Add($"{reply.Tokens.Prompt}{cached} + {reply.Tokens.Completion} tokens");
        if (reply.Timings.TokensPerSecond is { } speed)
        {
            parts.Add(speed.ToString(speed < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " tokens/s");
        }

        parts.Add(reply.ProcessingTime.ToString("0.00", CultureInfo.InvariantCulture) + " s");
        if (reply.Timings.LoadSeconds >= 0.05)
        {
            parts.Add("loading took " + reply.Timings.LoadSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s");
        }

        if (reply.FinishReason == "length")
        {
            parts.Add("cut at the token limit");
        }

        return string.Join(" · ", parts);
    }

    /// <summary>Null: nothing to say.</summary>
    public static string? Remark(ChatReply reply, string modelsFolder) => reply.StarterModel
        ? $"{reply.ModelId} is a bundled starter model: tiny, and often wrong. For a larger one put any GGUF file into {modelsFolder}."
        : reply.Notice;
}
