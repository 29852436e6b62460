using Bunit;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Shared;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Shared;

public sealed class MomentTests : PageTest
{
    [Theory]
    [InlineData("2026-11-24T13:00:00Z", "13:00:00")]
    [InlineData("2026-11-23T13:00:00Z", "23 Nov 13:00")]
    [InlineData("2025-11-23T13:00:00Z", "23 Nov 2025 13:00")]
    public void Render_Time_LeavesOutWhatTodayTells(string value, string shown) => Assert.Equal(shown, Show(value).TextContent);

    [Theory]
    [InlineData("2026-11-24T14:05:08Z", "now")]
    [InlineData("2026-11-24T14:02:09Z", "3 min ago")]
    [InlineData("2026-11-21T14:05:09Z", "3 d ago")]
    public void Render_Relative_CountsBack(string value, string shown) => Assert.Equal(shown, Show(value, relative: true).TextContent);

    [Fact]
    public void Render_Time_TellsAllOfItInTheTooltip() =>
        Assert.Equal("Tue 24 Nov 2026 13:00:00.000 +00:00 (UTC)", Show("2026-11-24T13:00:00Z").GetAttribute("title"));

    [Fact]
    public void Render_NoTime_ShowsADash() =>
        Assert.Equal(Units.None, Render<Moment>(parameters => parameters.Add(moment => moment.Value, null)).Markup.Trim());

    private AngleSharp.Dom.IElement Show(string value, bool relative = false) => Render<Moment>(parameters => parameters
        .Add(moment => moment.Value, DateTimeOffset.Parse(value, System.Globalization.CultureInfo.InvariantCulture))
        .Add(moment => moment.Relative, relative)).Find("time");
}
