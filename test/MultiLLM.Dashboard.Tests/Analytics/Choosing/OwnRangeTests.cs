using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Dashboard.Analytics.Choosing;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Analytics.Choosing;

public sealed class OwnRangeTests : PageTest
{
    [Theory]
    [InlineData("2026-06-01T10:00", "2026-06-01T12:00", "2026-06-01T08:00:00Z", "2026-06-01T10:00:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T04:00", "2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z")] // 02:30 is skipped, and counts as 03:30
    public async Task OfFields_TimesOfThePersonsClock_AreThatMoment(string from, string to, string begin, string end)
    {
        var (range, problem) = OwnRange.OfFields(from, to, await ClockAsync());

        Assert.Null(problem);
        Assert.Equal((begin, end), (OwnRange.ToAddress(range!.From), OwnRange.ToAddress(range.To)));
    }

    [Theory]
    [InlineData(null, "2026-06-01T12:00", "when it begins")]
    [InlineData("2026-06-01T12:00", "", "when it ends")]
    [InlineData("2026-06-01T12:00", "2026-06-01T11:00", "begin before it ends")]
    [InlineData("0001-01-01T00:00", "0001-01-02T00:00", "1970")]
    public async Task OfFields_NoPeriod_SaysWhatIsMissing(string? from, string? to, string words)
    {
        var (range, problem) = OwnRange.OfFields(from, to, await ClockAsync());

        Assert.Null(range);
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    private async Task<Clock> ClockAsync()
    {
        var module = JSInterop.SetupModule("./ui/dashboard.js");
        module.Setup<string>("timeZone").SetResult("Europe/Berlin");
        var clock = Services.GetRequiredService<Clock>();
        await clock.LearnAsync();
        return clock;
    }
}
