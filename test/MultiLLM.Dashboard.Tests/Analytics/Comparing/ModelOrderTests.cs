using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Comparing;

namespace MultiLLM.Dashboard.Tests.Analytics.Comparing;

public sealed class ModelOrderTests
{
    private static readonly ModelLine[] s_lines = [Line("slow", 5, 9), Line("idle", 0, 0), Line("quick", 2, 1), Line("busy", 9, 4)];

    [Theory]
    [InlineData(null, "busy slow quick idle")]
    [InlineData("requests", "busy slow quick idle")]
    [InlineData("-requests", "idle quick slow busy")]
    [InlineData("whole", "quick busy slow idle")] // without a value comes last
    [InlineData("-whole", "slow busy quick idle")] // whichever way round
    [InlineData("name", "busy idle quick slow")]
    [InlineData("-name", "slow quick idle busy")]
    [InlineData("<script>", "busy slow quick idle")]
    public void Sort_ByColumn_BestFirstAndUnknownLast(string? order, string ids) =>
        Assert.Equal(ids, string.Join(' ', ModelOrder.Read(order).Sort(s_lines).Select(line => line.Id)));

    [Fact]
    public void Click_SameColumnAgain_TurnsItRound()
    {
        var whole = ModelColumn.Find("whole");

        var once = ModelOrder.Read(null).Click(whole);
        var twice = once.Click(whole);

        Assert.Equal(("whole", "ascending"), (once.Text, once.Aria(whole)));
        Assert.Equal(("-whole", "descending"), (twice.Text, twice.Aria(whole)));
        Assert.Null(twice.Aria(null));
        Assert.Equal("name", twice.Click(null).Text);
    }

    private static ModelLine Line(string id, long requests, double seconds) => new(AnalyticsSamples.Group(id, AnalyticsSamples.Figures(requests, seconds: seconds)), null, null);
}
