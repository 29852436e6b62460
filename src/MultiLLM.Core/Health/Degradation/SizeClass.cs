namespace MultiLLM.Core.Health.Degradation;

/// <summary>Sizes of tasks between which a model's speed differs by itself. Pure.</summary>
internal static class SizeClass
{
    /// <summary>More than there are of any signal.</summary>
    public const int Most = 16;

    private static readonly long[] s_prompts = [16, 64, 256, 1024];
    private static readonly long[] s_answers = [32, 128, 512];
    private static readonly long[] s_contexts = [512, 2048];

    /// <summary>Writing depends on the answer's length and on how much there is to look back at; reading on the prompt's.</summary>
    public static int Of(HealthSignal signal, in RequestSample sample) => signal == HealthSignal.Decoding
        ? (Band(sample.CompletionTokens, s_answers) * (s_contexts.Length + 1)) + Band(sample.ContextTokens, s_contexts)
        : Band(sample.PromptTokens, s_prompts);

    /// <summary>As the end of a sentence: "with answers of 32 to 127 tokens".</summary>
    public static string Words(HealthSignal signal, int size) => signal == HealthSignal.Decoding
        ? $"with answers of {Range(size / (s_contexts.Length + 1), s_answers)} tokens"
        : $"with prompts of {Range(size, s_prompts)} tokens";

    private static int Band(long tokens, long[] limits)
    {
        var band = 0;
        while (band < limits.Length && tokens >= limits[band])
            band++;
        return band;
    }

    private static string Range(int band, long[] limits) =>
        band == 0 ? $"less than {limits[0]}" : band == limits.Length ? $"{limits[^1]} or more" : $"{limits[band - 1]} to {limits[band] - 1}";
}
