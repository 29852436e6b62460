using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Health.Events;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Health.Events;

public sealed class EventFiltersTests
{
    private static readonly DateTimeOffset s_now = Samples.Event(0, "").Time.AddMinutes(30);

    private static readonly EventInfo[] s_all =
    [
        Samples.Event(5, "model.crashed", "Big"),
        Samples.Event(4, "model.unloaded", "small"),
        Samples.Event(3, "memory.low"),
        Samples.Event(2, "key.created") with { Time = s_now.AddHours(-3) },
        Samples.Event(1, "model.loaded", "big") with { Time = s_now.AddDays(-2) },
    ];

    [Theory]
    [InlineData(null, null, null, null, "5 4 3 2 1")]
    [InlineData("crashes", null, null, null, "5")]
    [InlineData("evictions", null, null, null, "4")]
    [InlineData("gateway", null, null, null, "2")]
    [InlineData("other", null, null, null, "")]
    [InlineData("memory.low", null, null, null, "3")]
    [InlineData("no.such", null, null, null, "")]
    [InlineData(null, "big", null, null, "5 1")]
    [InlineData(null, null, "error", null, "5")]
    [InlineData(null, null, "warning", null, "5 3")]
    [InlineData(null, null, "loud", null, "5 4 3 2 1")]
    [InlineData(null, null, null, "1h", "5 4 3")]
    [InlineData(null, null, null, "24h", "5 4 3 2")]
    [InlineData(null, null, null, "1 year", "5 4 3 2 1")]
    [InlineData("crashes", "small", null, "1h", "")]
    [InlineData(" ", "", null, null, "5 4 3 2 1")]
    public void Apply_AddressOfThePage_LeavesWhatPasses(string? kind, string? model, string? severity, string? since, string left) =>
        Assert.Equal(left, string.Join(' ', EventFilters.Read(kind, model, severity, since).Apply(s_all, s_now).Select(happened => happened.Id)));

    [Fact]
    public void ToQuery_Read_IsTheSameAgain()
    {
        var filters = EventFilters.Read("loads", "a b&c", "warning", "7d");
        var query = filters.ToQuery();

        Assert.Equal(filters, EventFilters.Read((string?)query["kind"], (string?)query["model"], (string?)query["severity"], (string?)query["since"]));
        Assert.True(filters.Any);
        Assert.All(EventFilters.None.ToQuery().Values, Assert.Null);
    }

    [Fact]
    public void Groups_EachName_IsUniqueAndFoundAgain() =>
        Assert.All(EventGroup.All, group => Assert.Same(group, EventGroup.Find(group.Name)));
}
