using MultiLLM.Dashboard.Analytics.Usage;

namespace MultiLLM.Dashboard.Tests.Analytics.Usage;

public sealed class UsageFigureTests
{
    [Fact]
    public void Of_NothingHasAPrice_HasNoCost() =>
        Assert.DoesNotContain(UsageFigure.Of(AnalyticsSamples.Figures(2), AnalyticsSamples.Figures(1)), figure => figure.Name == "Cost");

    [Theory]
    [InlineData(12.345, "12.35")]
    [InlineData(1234.5, "1\u202f234.50")]
    [InlineData(0.000092, "0.000092")]
    public void Of_SomethingHasAPrice_TellsWhatIsAskedForIt(double cost, string expected)
    {
        var figure = Assert.Single(UsageFigure.Of(AnalyticsSamples.Figures(2) with { Cost = cost }, AnalyticsSamples.Figures(1)), figure => figure.Name == "Cost");

        Assert.Equal(expected, figure.Value);
    }
}
