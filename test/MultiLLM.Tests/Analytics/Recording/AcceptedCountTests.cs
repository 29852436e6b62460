using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Analytics.Recording;

public sealed class AcceptedCountTests
{
    [Fact]
    public void Open_WhileAnotherProcessCounts_TakesNothingForLostAndSpoilsNothing()
    {
        using var home = new TempFolder();
        var options = Options.Create(new AnalyticsOptions { Database = Path.Combine(home.Path, "analytics.db") });
        var first = new AcceptedCount(options, TimeProvider.System);
        first.Increment();

        using (var second = new AcceptedCount(options, TimeProvider.System))
        {
            Assert.Null(second.Last);
            Assert.NotNull(second.Problem);
        }
        first.Increment();
        first.Dispose();

        using var next = new AcceptedCount(options, TimeProvider.System);
        Assert.Equal((first.Run.Id, 2), (next.Last?.Run.Id, next.Last?.Count));
    }
}
