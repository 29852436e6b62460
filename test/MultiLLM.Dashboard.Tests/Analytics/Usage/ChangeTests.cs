using MultiLLM.Dashboard.Analytics.Usage;

namespace MultiLLM.Dashboard.Tests.Analytics.Usage;

public sealed class ChangeTests
{
    [Theory]
    [InlineData(112d, 100d, "+12 %")]
    [InlineData(92d, 100d, "−8 %")]
    [InlineData(0d, 100d, "−100 %")]
    [InlineData(100.4, 100d, "as before")]
    [InlineData(290d, 100d, "+190 %")]
    [InlineData(450d, 100d, "4.5 times as before")]
    [InlineData(5d, 0d, "none before")]
    [InlineData(0d, 0d, "as before")]
    [InlineData(null, 3d, null)]
    [InlineData(3d, null, null)]
    public void Of_TwoPeriods_SaysItInWords(double? now, double? before, string? words) => Assert.Equal(words, Change.Of(now, before));

    [Theory]
    [InlineData(0.99, 0.95, "+4.0 points")]
    [InlineData(0.9, 1d, "−10.0 points")]
    [InlineData(1d, 1d, "as before")]
    [InlineData(1d, null, null)]
    public void OfShares_TwoPeriods_IsTheirDifference(double? now, double? before, string? words) => Assert.Equal(words, Change.OfShares(now, before));
}
