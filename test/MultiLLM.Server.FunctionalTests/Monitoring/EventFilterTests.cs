using MultiLLM.Core.Events;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Monitoring;

public sealed class EventFilterTests
{
    [Theory]
    [InlineData("kind=model.degraded", "slow")]
    [InlineData("kind=model", "slow loaded old")]
    [InlineData("kind=model.loaded,disk.low", "loaded disk old")]
    [InlineData("kind=disk&kind=model.degraded", "slow disk")]
    [InlineData("model=B", "loaded")]
    [InlineData("since=1h", "slow loaded disk")]
    [InlineData("since=2001-01-01T00:00:00Z&kind=model.loaded&model=a", "")]
    public async Task NoFollow_Filter_LetsThroughWhatItSays(string query, string expected)
    {
        await using var service = await TestService.StartAsync();
        Publish(service, EventKinds.Degraded, "slow", "a");
        Publish(service, "model.loaded", "loaded", "b");
        Publish(service, EventKinds.DiskLow, "disk", null);
        service.Parts.Events.Publish(new SystemEvent { Kind = "model.loaded", Message = "old", ModelId = "c", Time = DateTimeOffset.UnixEpoch });

        var (status, body) = await service.GetJsonAsync("/system/events?follow=false&" + query);

        Assert.Equal(200, status);
        Assert.Equal(expected, string.Join(' ', body.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("message").GetString())));
    }

    [Fact]
    public async Task Follow_FilterAndSince_BeginsWithWhatIsKept()
    {
        await using var service = await TestService.StartAsync();
        Publish(service, EventKinds.DiskLow, "disk", null);
        Publish(service, EventKinds.Degraded, "kept", "a");
        using var follower = await EventFollower.ConnectAsync(service, "/system/events?kind=model&since=1h");

        Assert.Equal("kept", (await follower.EventAsync()).GetProperty("message").GetString());
        Publish(service, EventKinds.DiskRecovered, "disk", null);
        Publish(service, EventKinds.Recovered, "new", "a");
        Assert.Equal("new", (await follower.EventAsync()).GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("kind=model.slow", "kind")]
    [InlineData("kind=mod", "kind")]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=2026-03-01", "since")]
    [InlineData("model=a&model=b", "model")]
    public async Task Any_WrongFilter_Is400ByItsName(string query, string param)
    {
        await using var service = await TestService.StartAsync();

        var (status, body) = await service.GetJsonAsync("/system/events?follow=false&" + query);

        Assert.Equal((400, param), (status, body.GetProperty("error").GetProperty("param").GetString()));
    }

    private static void Publish(TestService service, string kind, string message, string? model) =>
        service.Parts.Events.Publish(new SystemEvent { Kind = kind, Message = message, ModelId = model });
}
