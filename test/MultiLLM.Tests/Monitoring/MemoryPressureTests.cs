using MultiLLM.Core.Events;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Monitoring;

namespace MultiLLM.Tests.Monitoring;

public sealed class MemoryPressureTests
{
    private const long Giga = 1_000_000_000;
    private readonly MemoryPressure _pressure = new();

    [Fact]
    public void Observe_MemoryRunsOut_TellsOnceWithTheNumbers()
    {
        Assert.Null(Observe(2 * Giga));
        var news = Observe(700_000_000);

        Assert.Equal(EventKinds.MemoryLow, news!.Kind);
        Assert.Equal(700_000_000, news.Bytes);
        Assert.Equal("Memory is scarce: 0.70 of 16.0 GB are available. The system may end processes or swap.", news.Message);
        Assert.Null(Observe(600_000_000));
    }

    [Fact]
    public void Observe_FigureSwaysAroundTheLimit_TellsNothingMore()
    {
        Observe(700_000_000);

        Assert.Null(Observe(900_000_000));
        Assert.Null(Observe(700_000_000));
    }

    [Fact]
    public void Observe_MemoryIsBack_TellsOnce()
    {
        Observe(700_000_000);

        Assert.Equal(EventKinds.MemoryRecovered, Observe(2 * Giga)!.Kind);
        Assert.Null(Observe(2 * Giga));
        Assert.Equal(EventKinds.MemoryLow, Observe(1)!.Kind);
    }

    private SystemEvent? Observe(long available) => _pressure.Observe(new MemoryStanding(16 * Giga, available, "meminfo"));
}
