using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Sampling;

/// <summary>A request's number that is out of range. <paramref name="Param"/> is the field's name in the protocol.</summary>
internal readonly record struct SamplingFault(string Param, string Message);

/// <summary>How to choose tokens. Every default is neutral: plain sampling at temperature 1.</summary>
internal sealed record SamplerSettings
{
    public static SamplerSettings Default { get; } = new();

    /// <summary>0: greedy, whatever the rest says about cutting.</summary>
    public float Temperature { get; init; } = 1;

    public float TopP { get; init; } = 1;

    /// <summary>0: off.</summary>
    public int TopK { get; init; }

    public float MinP { get; init; }

    public float TypicalP { get; init; } = 1;

    public float RepeatPenalty { get; init; } = 1;

    /// <summary>Tokens the three penalties look back; -1: all.</summary>
    public int RepeatLastN { get; init; } = 64;

    public float PresencePenalty { get; init; }

    public float FrequencyPenalty { get; init; }

    /// <summary>Null: random.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Added to the logits; -100 and below bans the token.</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();

    public bool IsGreedy => Temperature == 0;

    public bool HasPenalties => RepeatLastN != 0 && (RepeatPenalty != 1 || PresencePenalty != 0 || FrequencyPenalty != 0);

    /// <summary>Reads the protocol's numbers, or names the first that is out of range.</summary>
    public static SamplingFault? TryCreate(Contracts.Runner.Sampling? source, int vocabularySize, out SamplerSettings settings)
    {
        settings = Default;
        if (source is null)
        {
            return null;
        }

        settings = new SamplerSettings
        {
            Temperature = source.HasTemperature ? source.Temperature : 1,
            TopP = source.HasTopP ? source.TopP : 1,
            TopK = source.HasTopK ? source.TopK : 0,
            MinP = source.HasMinP ? source.MinP : 0,
            TypicalP = source.HasTypicalP ? source.TypicalP : 1,
            RepeatPenalty = source.HasRepeatPenalty ? source.RepeatPenalty : 1,
            RepeatLastN = source.HasRepeatLastN ? source.RepeatLastN : 64,
            PresencePenalty = source.HasPresencePenalty ? source.PresencePenalty : 0,
            FrequencyPenalty = source.HasFrequencyPenalty ? source.FrequencyPenalty : 0,
            Seed = source.HasSeed ? source.Seed : null,
            LogitBias = new Dictionary<int, float>(source.LogitBias),
        };
        return settings.FindFault(vocabularySize);
    }

    private SamplingFault? FindFault(int vocabularySize)
    {
        return Range("temperature", Temperature, 0, 100)
            ?? Range("top_p", TopP, 0, 1)
            ?? Range("top_k", TopK, 0, int.MaxValue)
            ?? Range("min_p", MinP, 0, 1)
            ?? Range("typical_p", TypicalP, 0, 1)
            ?? Range("repeat_penalty", RepeatPenalty, 0.01f, 100)
            ?? Range("repeat_last_n", RepeatLastN, -1, int.MaxValue)
            ?? Range("presence_penalty", PresencePenalty, -100, 100)
            ?? Range("frequency_penalty", FrequencyPenalty, -100, 100)
            ?? LogitBias.Select(bias => Bias(bias.Key, bias.Value, vocabularySize)).FirstOrDefault(fault => fault is not null);
    }

    private static SamplingFault? Bias(int token, float bias, int vocabularySize) =>
        token < 0 || token >= vocabularySize
            ? new SamplingFault("logit_bias", $"logit_bias names token {token}; the model's tokens are 0 to {vocabularySize - 1}.")
            : Range("logit_bias", bias, -100, 100);

    // A NaN is in no range.
    private static SamplingFault? Range(string param, double value, double min, double max) =>
        value >= min && value <= max
            ? null
            : new SamplingFault(param, max == int.MaxValue
                ? $"{param} must be {min} or more, but is {value}."
                : $"{param} must be between {min:0.##} and {max}, but is {value}.");
}
