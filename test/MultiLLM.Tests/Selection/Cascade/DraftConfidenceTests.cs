using CsCheck;
using MultiLLM.Core.Selection.Cascade;

namespace MultiLLM.Tests.Selection.Cascade;

public sealed class DraftConfidenceTests
{
    private static readonly Gen<double[]> LogProbs = Gen.Double[-30, 0].Array[1, 200];

    [Fact]
    public void Of_NoTokens_IsNotKnown() => Assert.Null(DraftConfidence.Of([]));

    [Fact]
    public void Of_OneUnsureTokenOfTen_IsThatTokensProbability() =>
        Assert.Equal(0.2, DraftConfidence.Of([.. Enumerable.Repeat(0.0, 9), Math.Log(0.2)])!.Value, 6);

    [Fact]
    public void Of_AnyTokens_LiesBetweenTheLeastLikelyOneAndTheirMean() => LogProbs.Sample(tokens =>
    {
        var confidence = DraftConfidence.Of(tokens)!.Value;
        return confidence >= Math.Exp(Math.Max(-20, tokens.Min())) - 1e-9 && confidence <= Math.Exp(tokens.Average(t => Math.Max(-20, t))) + 1e-9 && confidence is >= 0 and <= 1;
    });

    [Fact]
    public void Of_OneTokenSurer_IsNeverLess() => Gen.Select(LogProbs, Gen.Int[0, 199], Gen.Double[0, 30]).Sample((tokens, place, more) =>
    {
        double[] surer = [.. tokens];
        surer[place % tokens.Length] = Math.Min(0, surer[place % tokens.Length] + more);
        return DraftConfidence.Of(surer) >= DraftConfidence.Of(tokens) - 1e-9;
    });

    [Fact]
    public void Of_AnyOrder_IsTheSame() => LogProbs.Sample(tokens => DraftConfidence.Of(tokens) == DraftConfidence.Of([.. tokens.Reverse()]));
}
