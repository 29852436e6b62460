using CsCheck;
using MultiLLM.Runner.Sampling;

namespace MultiLLM.Runner.Tests.Sampling;

public sealed class CandidateCutsTests
{
    [Fact]
    public void Apply_AnySettings_KeepsWhatTheReferenceKeeps()
    {
        int decided = 0, runs = 0;
        Gen.Select(Logits, Settings).Sample((logits, settings) =>
        {
            Interlocked.Increment(ref runs);
            var reference = new ReferenceCuts(settings);
            var expected = reference.Apply(logits);
            if (!reference.Ambiguous)
            {
                Interlocked.Increment(ref decided);
                Assert.Equal(expected, Cut(settings, logits));
            }
        }, iter: 5_000);
        Assert.True(decided > runs / 2, $"Only {decided} of {runs} samples decided anything.");
    }

    [Fact]
    public void Apply_Neutral_LeavesTheVocabularyAlone() =>
        Assert.False(new CandidateCuts(SamplerSettings.Default, new CandidateBuffer()).Apply([1, 2], 2));

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(3, new[] { 1, 2, 4 })]
    public void Apply_TopKWithTies_PrefersLowerIds(int k, int[] expected) =>
        Assert.Equal(expected, Cut(new SamplerSettings { TopK = k }, [0, 5, 5, 0, 5, 5]));

    [Fact]
    public void Apply_LargeTopK_EqualsSorting()
    {
        var random = new Random(1);
        var logits = Enumerable.Range(0, 20_000).Select(_ => (float)Math.Round(random.NextDouble() * 20, 2)).ToArray();
        var expected = Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i]).ThenBy(i => i).Take(1000).Order();

        Assert.Equal(expected, Cut(new SamplerSettings { TopK = 1000 }, logits));
    }

    [Fact]
    public void Apply_TopPZero_KeepsTheBest() => Assert.Equal([2], Cut(new SamplerSettings { TopP = 0 }, [1, 2, 3, 3]));

    [Fact]
    public void Apply_TopPOverFlatVocabulary_KeepsItsShare() =>
        Assert.Equal(Enumerable.Range(0, 900), Cut(new SamplerSettings { TopP = 0.8999f }, new float[1000]));

    private static int[] Cut(SamplerSettings settings, float[] logits)
    {
        var buffer = new CandidateBuffer();
        return new CandidateCuts(settings, buffer).Apply(logits, logits.Max())
            ? [.. buffer.Span.ToArray().Select(candidate => candidate.Id).Order()]
            : [.. Enumerable.Range(0, logits.Length).Where(i => logits[i] > float.NegativeInfinity)];
    }

    private static readonly Gen<float> Logit = Gen.Frequency(
        (6, Gen.Float[-8, 8]), (3, Gen.Int[-4, 4].Select(i => (float)i)), (1, Gen.Const(float.NegativeInfinity)));

    private static readonly Gen<float[]> Logits = Logit.Array[1, 400].Where(logits => logits.Any(float.IsFinite));

    private static readonly Gen<SamplerSettings> Settings = Gen.Select(
        Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 500])),
        Gen.Frequency((1, Gen.Const(1f)), (2, Gen.Float[0, 1])),
        Gen.Frequency((1, Gen.Const(0f)), (1, Gen.Float[0, 1])),
        Gen.Frequency((2, Gen.Const(1f)), (1, Gen.Float[0, 1])),
        (k, p, minP, typical) => new SamplerSettings { TopK = k, TopP = p, MinP = minP, TypicalP = typical });
}
