using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Sampling;
using Proto = MultiLLM.Contracts.Runner.Sampling;

namespace MultiLLM.Runner.Tests.Sampling;

public sealed class SamplerSettingsTests
{
    [Fact]
    public void TryCreate_Nothing_IsNeutral()
    {
        Assert.Null(SamplerSettings.TryCreate(null, 10, out var settings));
        Assert.Null(SamplerSettings.TryCreate(new Proto(), 10, out var empty));
        Assert.Equal((1f, 1f, 0, 64), (settings.Temperature, settings.TopP, settings.TopK, settings.RepeatLastN));
        Assert.Equal(settings with { LogitBias = empty.LogitBias }, empty);
    }

    [Fact]
    public void TryCreate_Everything_IsTakenOver()
    {
        var source = new Proto { Temperature = 0.5f, TopP = 0.9f, TopK = 3, MinP = 0.1f, TypicalP = 0.8f, RepeatPenalty = 1.1f,
            RepeatLastN = -1, PresencePenalty = 1, FrequencyPenalty = -1, Seed = 5 };
        source.LogitBias.Add(9, -100);

        Assert.Null(SamplerSettings.TryCreate(source, 10, out var settings));
        Assert.Equal(
            new SamplerSettings { Temperature = 0.5f, TopP = 0.9f, TopK = 3, MinP = 0.1f, TypicalP = 0.8f, RepeatPenalty = 1.1f,
                RepeatLastN = -1, PresencePenalty = 1, FrequencyPenalty = -1, Seed = 5, LogitBias = settings.LogitBias },
            settings);
        Assert.Equal(-100, settings.LogitBias[9]);
    }

    public static TheoryData<string, Proto> Faults() => new()
    {
        { "temperature", new Proto { Temperature = float.NaN } },
        { "temperature", new Proto { Temperature = -0.1f } },
        { "temperature", new Proto { Temperature = float.PositiveInfinity } },
        { "top_p", new Proto { TopP = 1.1f } },
        { "top_k", new Proto { TopK = -1 } },
        { "min_p", new Proto { MinP = float.NaN } },
        { "typical_p", new Proto { TypicalP = -1 } },
        { "repeat_penalty", new Proto { RepeatPenalty = 0 } },
        { "repeat_last_n", new Proto { RepeatLastN = -2 } },
        { "presence_penalty", new Proto { PresencePenalty = float.NegativeInfinity } },
        { "frequency_penalty", new Proto { FrequencyPenalty = 1e30f } },
        { "logit_bias", new Proto { LogitBias = { [10] = 1 } } },
        { "logit_bias", new Proto { LogitBias = { [-1] = 1 } } },
        { "logit_bias", new Proto { LogitBias = { [1] = float.NaN } } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void TryCreate_OutOfRange_NamesTheField(string param, Proto source)
    {
        var fault = SamplerSettings.TryCreate(source, 10, out _);

        Assert.Equal(param, fault?.Param);
        Assert.Contains(param, fault!.Value.Message, StringComparison.Ordinal);
    }
}
