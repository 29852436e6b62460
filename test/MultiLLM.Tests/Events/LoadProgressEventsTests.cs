using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Events;

namespace MultiLLM.Tests.Events;

public sealed class LoadProgressEventsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Report_QuickLoad_TellsNothing()
    {
        var log = new EventLog(_time);
        var progress = new LoadProgressEvents(log, "m", _time);
        for (var i = 0; i <= 50; i++)
            progress.Report(i / 50.0);

        Assert.Empty(log.ReadAfter(0).Events);
    }

    [Fact]
    public void Report_LongLoad_TellsOnceASecond()
    {
        var log = new EventLog(_time);
        var progress = new LoadProgressEvents(log, "m", _time);
        for (var i = 1; i <= 20; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            progress.Report(i / 20.0);
        }

        var told = log.ReadAfter(0).Events;
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1], told.Select(e => e.Progress!.Value));
        Assert.Equal("20 % of m is loaded.", told[0].Message);
    }
}
