using CsCheck;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Tests.Selection.Ranking;

public sealed class ShrinkageTests
{
    private static readonly Gen<double> Quality = Gen.Double[0, 10];

    [Theory]
    [InlineData(0.5, 1, 1, 0.5, 0.6)]
    [InlineData(0.5, 3, 1, 0.7, 0.9)]
    [InlineData(0.5, 3, 0, 0.4, 0.5)]
    [InlineData(5, 1, 1, 5.2, 5.3)]
    [InlineData(9, 3, 0, 8.3, 8.6)]
    public void Of_FewVotes_MoveALittle(double prior, double votes, double share, double least, double most) =>
        Assert.InRange(Shrinkage.Of(prior, votes, share), least, most);

    [Fact]
    public void Of_NoVotes_IsThePrior() => Quality.Sample(prior => Shrinkage.Of(prior, 0, 0) == prior);

    [Theory]
    [InlineData(10, 1, 10)]
    [InlineData(0, 0, 0)]
    public void Of_VotesThatAgreeWithACertainPrior_ChangeNothing(double prior, double share, double quality) =>
        Assert.Equal(quality, Shrinkage.Of(prior, 7, share), 9);

    /// <summary>Three votes, or fewer, change the odds of a good answer by less than 1.8, however weak or strong the model is.</summary>
    [Fact]
    public void Of_ThreeVotes_ChangeTheOddsLittle() => Gen.Select(Gen.Double[0.01, 9.99], Gen.Double[0, 3], Gen.Double[0, 1]).Sample((prior, votes, share) =>
    {
        var change = Odds(Shrinkage.Of(prior, votes, share)) / Odds(prior);
        return change is < 1.8 and > 1 / 1.8;
    });

    [Fact]
    public void Of_MoreGoodVotes_NeverLower() => Gen.Select(Quality, Gen.Double[0, 5000], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((prior, votes, one, other) =>
        Shrinkage.Of(prior, votes, Math.Max(one, other)) >= Shrinkage.Of(prior, votes, Math.Min(one, other)) - 1e-6);

    [Fact]
    public void Of_Anything_LiesBetweenThePriorAndTheShare() => Gen.Select(Gen.Double[0.01, 9.99], Gen.Double[0, 5000], Gen.Double[0, 1]).Sample((prior, votes, share) =>
    {
        var quality = Shrinkage.Of(prior, votes, share);
        return quality >= Math.Min(prior, share * 10) - 1e-6 && quality <= Math.Max(prior, share * 10) + 1e-6;
    });

    [Fact]
    public void Of_ManyVotes_LeadToTheirShare() => Assert.InRange(Shrinkage.Of(9, 2000, 0.5), 5, 5.5);

    private static double Odds(double quality) => quality / (10 - quality);
}
