using CsCheck;
using MultiLLM.Runner.Sampling;

namespace MultiLLM.Runner.Tests.Sampling;

public sealed class TokenSamplerTests
{
    private static readonly SamplerSettings Greedy = new() { Temperature = 0 };

    [Fact]
    public void Sample_Greedy_TakesTheLargestAndTheLowestOfTies() => Assert.Equal(1, new TokenSampler(Greedy).Sample([1, 7, 3, 7], null));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Sample_AllButOneImpossible_TakesIt(float temperature)
    {
        var logits = Enumerable.Repeat(float.NegativeInfinity, 5000).ToArray();
        logits[3210] = -50;

        Assert.Equal(3210, new TokenSampler(new SamplerSettings { Temperature = temperature }).Sample(logits, null));
        Assert.Equal(3210, new TokenSampler(new SamplerSettings { Temperature = temperature, TopP = 0.9f, TopK = 40 }).Sample(logits, null));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1, 0.9f)]
    public void Sample_NaNAmongLogits_IsNeverChosen(float temperature, float topP)
    {
        var sampler = new TokenSampler(new SamplerSettings { Temperature = temperature, TopP = topP, Seed = 1 });
        for (var i = 0; i < 200; i++)
        {
            Assert.Contains(sampler.Sample([float.NaN, 1, float.NaN, 1, float.NegativeInfinity], null), new[] { 1, 3 });
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Sample_NothingPossible_IsNone(float logit)
    {
        Assert.Equal(TokenSampler.None, new TokenSampler(Greedy).Sample([logit, logit], null));
        Assert.Equal(TokenSampler.None, new TokenSampler(SamplerSettings.Default).Sample([logit, logit], null));
    }

    [Fact]
    public void Sample_PositiveInfinity_IsChosen() =>
        Assert.Equal(2, new TokenSampler(SamplerSettings.Default).Sample([0, 1, float.PositiveInfinity], null));

    [Fact]
    public void Sample_SameSeed_SameTokens()
    {
        int[] Draw(ulong seed)
        {
            var sampler = new TokenSampler(new SamplerSettings { Seed = seed, TopK = 40, TopP = 0.95f });
            return [.. Enumerable.Range(0, 50).Select(i => sampler.Sample(Noise(1000, i), null))];
        }

        Assert.Equal(Draw(7), Draw(7));
        Assert.NotEqual(Draw(7), Draw(8));
    }

    [Fact]
    public void Sample_Unseeded_DiffersBetweenSamplers() =>
        Assert.NotEqual(new TokenSampler(SamplerSettings.Default).Seed, new TokenSampler(SamplerSettings.Default).Seed);

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(0.5f, 0, 1)]
    [InlineData(2, 0, 0.8f)]
    [InlineData(1.5f, 5, 1)]
    public void Sample_ManyDraws_FollowTheDistribution(float temperature, int topK, float topP)
    {
        const int Draws = 40_000;
        float[] logits = [0.5f, 1, -1, 2, 1.5f, float.NegativeInfinity, 0, 0.25f];
        var settings = new SamplerSettings { Temperature = temperature, TopK = topK, TopP = topP, Seed = 42 };
        var expected = ReferenceCuts.Softmax(new ReferenceCuts(settings).Apply(logits), logits, temperature);

        var sampler = new TokenSampler(settings);
        var counts = new int[logits.Length];
        for (var i = 0; i < Draws; i++)
        {
            counts[sampler.Sample(logits, null)]++;
        }

        for (var i = 0; i < logits.Length; i++)
        {
            // Five standard deviations.
            var p = expected.GetValueOrDefault(i);
            Assert.InRange(counts[i] / (double)Draws, p - 5 * Math.Sqrt(p * (1 - p) / Draws), p + 5 * Math.Sqrt(p * (1 - p) / Draws));
        }
    }

    [Fact]
    public void Sample_GrammarAllowsTheChoice_MasksNothing()
    {
        var mask = new SetMask(1);

        Assert.Equal(1, new TokenSampler(Greedy).Sample([0, 2, 1], mask));
        Assert.Equal(0, mask.Masks);
    }

    [Fact]
    public void Sample_GrammarWithGreedy_EqualsMaskThenArgmax() =>
        Gen.Select(Gen.Int[-3, 3].Array[1, 60], Gen.Int[0, 59].Array[0, 10]).Sample((values, allowed) =>
        {
            var logits = Array.ConvertAll(values, value => (float)value);
            var expected = Enumerable.Range(0, logits.Length).Where(allowed.Contains)
                .OrderByDescending(i => logits[i]).ThenBy(i => i).FirstOrDefault(TokenSampler.None);
            Assert.Equal(expected, new TokenSampler(Greedy).Sample(logits, new SetMask(allowed)));
        });

    [Fact]
    public void Sample_GrammarRefusesTheNucleus_ChoosesOutsideIt()
    {
        var sampler = new TokenSampler(new SamplerSettings { TopK = 1, TopP = 0.1f });

        Assert.Equal(2, sampler.Sample([100, 50, 0], new SetMask(2)));
    }

    [Fact]
    public void Sample_AnySettings_LeavesLogitsAsTheyWere()
    {
        var settings = new SamplerSettings { LogitBias = new Dictionary<int, float> { [1] = -100, [2] = 5 }, RepeatPenalty = 2, TopK = 2 };
        var sampler = new TokenSampler(settings);
        sampler.Prime([1, 2, 3]);
        float[] logits = [1, 2, 3, 4];

        sampler.Sample(logits, new SetMask(0));

        Assert.Equal([1, 2, 3, 4], logits);
    }

    [Fact]
    public void Sample_LogitBias_BansAndPrefers()
    {
        var banned = new TokenSampler(Greedy with { LogitBias = new Dictionary<int, float> { [1] = -100 } });
        var preferred = new TokenSampler(Greedy with { LogitBias = new Dictionary<int, float> { [0] = 2.5f } });

        Assert.Equal(2, banned.Sample([0, 1000, 1], null));
        Assert.Equal(0, preferred.Sample([0, 2, 1], null));
    }

    [Fact]
    public void Sample_RepeatPenalty_DividesPositiveAndMultipliesNegative()
    {
        var settings = Greedy with { RepeatPenalty = 2 };

        Assert.Equal(1, Primed(settings, [0]).Sample([3, 1.6f], null));
        Assert.Equal(0, Primed(settings, [0]).Sample([3, 1.4f], null));
        Assert.Equal(1, Primed(settings, [0]).Sample([-1, -1.9f], null));
        Assert.Equal(0, Primed(settings, [0]).Sample([-1, -2.1f], null));
    }

    [Fact]
    public void Sample_FrequencyAndPresence_CountOccurrences()
    {
        var settings = Greedy with { FrequencyPenalty = 1, PresencePenalty = 0.5f };

        Assert.Equal(1, Primed(settings, [0, 0]).Sample([3, 0.6f], null));
        Assert.Equal(0, Primed(settings, [0, 0]).Sample([3, 0.4f], null));
    }

    [Theory]
    [InlineData(2, 0)]    // token 0 has left the window
    [InlineData(3, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public void Sample_RepeatLastN_LimitsTheWindow(int lastN, int expected)
    {
        var sampler = new TokenSampler(Greedy with { PresencePenalty = 2, RepeatLastN = lastN });
        sampler.Prime([0, 5]);
        sampler.Accept(6);

        Assert.Equal(expected, sampler.Sample([1, 0, -9, -9, -9, -9, -9], null));
    }

    private static TokenSampler Primed(SamplerSettings settings, int[] prompt)
    {
        var sampler = new TokenSampler(settings);
        sampler.Prime(prompt);
        return sampler;
    }

    private static float[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 6))];
    }
}
