using CsCheck;
using MultiLLM.Runner.Sampling;

namespace MultiLLM.Runner.Tests.Sampling;

public sealed class LogProbsTests
{
    [Fact]
    public void Compute_AnyLogits_EqualsLogSoftmax() =>
        Gen.Select(Gen.Float[-30, 30].Array[1, 3000], Gen.Int[0, 20], Gen.Int[0, 2999]).Sample((logits, top, pick) =>
        {
            var chosen = pick % logits.Length;
            var max = logits.Max();
            var logSum = Math.Log(logits.Sum(logit => Math.Exp((double)logit - max))) + max;

            var result = LogProbs.Compute(logits, chosen, top);

            Assert.Equal(logits[chosen] - logSum, result.Chosen.LogProb, 1e-4);
            var order = Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i]).ThenBy(i => i).Take(top).ToArray();
            Assert.Equal(order, result.Top.Select(token => token.Id));
            Assert.All(result.Top, token => Assert.Equal(logits[token.Id] - logSum, token.LogProb, 1e-4));
        });

    [Fact]
    public void Compute_ImpossibleOrNaN_IsTheFloor()
    {
        var result = LogProbs.Compute([0, float.NegativeInfinity, float.NaN, 0], chosen: 1, top: 4);

        Assert.Equal(LogProbs.Floor, result.Chosen.LogProb);
        Assert.Equal([0, 3], result.Top.Select(token => token.Id));
        Assert.All(result.Top, token => Assert.Equal(Math.Log(0.5), token.LogProb, 1e-6));
    }

    [Fact]
    public void Compute_MoreThanTheVocabulary_ListsAll() => Assert.Equal(3, LogProbs.Compute([1, 2, 3], 0, 20).Top.Count);
}
