using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MultiLLM.Core.Events;
using MultiLLM.Core.Residency;
using MultiLLM.Server.FunctionalTests.Support;
using MultiLLM.Server.Monitoring;

namespace MultiLLM.Server.FunctionalTests.Monitoring;

public sealed class EventsTests
{
    [Fact]
    public async Task Follow_WhatHappens_IsSeenInOrderWithIds()
    {
        await using var service = await TestService.StartAsync();
        Publish(service, "before");
        using var follower = await EventFollower.ConnectAsync(service);
        Assert.Equal("text/event-stream", follower.Response.Content.Headers.ContentType!.MediaType);
        service.Parts.Events.Publish(new ResidencyEvent(DateTimeOffset.UnixEpoch, ResidencyEventKind.Loaded, "tiny", "A request asked for it.", 4096, 1.5));
        Publish(service, "second");

        var first = await follower.EventAsync();
        Assert.Equal("model.loaded", first.GetProperty("kind").GetString());
        Assert.Equal("tiny", first.GetProperty("model_id").GetString());
        Assert.Equal("A request asked for it.", first.GetProperty("message").GetString());
        Assert.Equal(4096, first.GetProperty("bytes").GetInt64());
        Assert.Equal(1.5, first.GetProperty("seconds").GetDouble());
        Assert.Equal(DateTimeOffset.UnixEpoch, first.GetProperty("time").GetDateTimeOffset());
        Assert.Equal(first.GetProperty("id").GetInt64().ToString(), follower.LastIdLine);
        var second = await follower.EventAsync();
        Assert.Equal("second", second.GetProperty("message").GetString());
        Assert.Equal(first.GetProperty("id").GetInt64() + 1, second.GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Follow_AfterAnEvent_GoesOnBehindIt(bool byHeader)
    {
        await using var service = await TestService.StartAsync();
        Publish(service, "one");
        var seen = service.Parts.Events.LastId;
        Publish(service, "two");
        Publish(service, "three");

        using var follower = byHeader
            ? await EventFollower.ConnectAsync(service, lastEventId: seen.ToString())
            : await EventFollower.ConnectAsync(service, $"/system/events?after={seen}");

        Assert.Equal("two", (await follower.EventAsync()).GetProperty("message").GetString());
        Assert.Equal("three", (await follower.EventAsync()).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Follow_AfterAnEventThatIsNoLongerKept_SaysSoFirst()
    {
        await using var service = await TestService.StartAsync();
        Publish(service, "kept");
        using var follower = await EventFollower.ConnectAsync(service, lastEventId: "7");

        var word = await follower.EventAsync();
        Assert.Equal(("stream.missed", 0), (word.GetProperty("kind").GetString(), word.GetProperty("id").GetInt64()));
        Assert.Null(follower.LastIdLine);
        Assert.Equal("kept", (await follower.EventAsync()).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Follow_NothingHappens_HasHeartbeats()
    {
        await using var service = await TestService.StartAsync(new EventStreamLimits { Heartbeat = TimeSpan.FromMilliseconds(50) });
        using var follower = await EventFollower.ConnectAsync(service);

        Assert.Equal(": heartbeat", await follower.LineAsync());
        Assert.Equal("", await follower.LineAsync());
        Assert.Equal(": heartbeat", await follower.LineAsync());
        Publish(service, "at last");
        Assert.Equal("at last", (await follower.EventAsync()).GetProperty("message").GetString());
    }

    [Fact]
    public async Task NoFollow_IsWhatIsKeptAsJson()
    {
        await using var service = await TestService.StartAsync();
        Publish(service, "one");
        var seen = service.Parts.Events.LastId;
        Publish(service, "two");

        var all = (await service.GetJsonAsync("/system/events?follow=false")).Body;
        Assert.Equal(["one", "two"], Messages(all));
        Assert.Equal(service.Parts.Events.LastId, all.GetProperty("last_id").GetInt64());
        Assert.False(all.GetProperty("missed").GetBoolean());
        Assert.Equal(["two"], Messages((await service.GetJsonAsync($"/system/events?follow=false&after={seen}")).Body));
        Assert.True((await service.GetJsonAsync("/system/events?follow=false&after=7")).Body.GetProperty("missed").GetBoolean());
    }

    [Theory]
    [InlineData("/system/events?follow=maybe", "follow")]
    [InlineData("/system/events?follow=", "follow")]
    [InlineData("/system/events?after=last", "after")]
    [InlineData("/system/events?after=-1", "after")]
    [InlineData("/system/events?after=1&after=2", "after")]
    [InlineData("/system/events?follow=false&after=99999999999999999999", "after")]
    public async Task Any_WrongParameter_Is400ByItsName(string path, string param)
    {
        await using var service = await TestService.StartAsync();
        var (status, body) = await service.GetJsonAsync(path);

        Assert.Equal((400, "invalid_request", param), (status, body.GetProperty("error").GetProperty("code").GetString(), body.GetProperty("error").GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Follow_WrongHeader_Is400ByItsName()
    {
        await using var service = await TestService.StartAsync();
        service.Http.DefaultRequestHeaders.Add("Last-Event-ID", "abc");

        var (status, body) = await service.GetJsonAsync("/system/events");

        Assert.Equal((400, "Last-Event-ID"), (status, body.GetProperty("error").GetProperty("param").GetString()));
    }

    /// <summary>It takes nothing while the log turns over many times; nobody else notices, and when it reads again it learns what happened.</summary>
    [Fact]
    public async Task Follow_SlowReader_IsToldAndLetGoWhileOthersGoOn()
    {
        await using var service = await TestService.StartAsync();
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(service.Url.Host, service.Url.Port);
        await slow.GetStream().WriteAsync("GET /system/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var quick = await EventFollower.ConnectAsync(service);
        var filler = new string('x', 4000);
        for (var i = 0; i < 40; i++)
        {
            for (var j = 0; j < 100; j++)
                Publish(service, $"{i}.{j} {filler}");
            for (var j = 0; j < 100; j++)
                Assert.StartsWith($"{i}.{j} ", (await quick.EventAsync()).GetProperty("message").GetString());
        }

        using var text = new StreamReader(slow.GetStream(), Encoding.UTF8);
        var all = await text.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Contains("stream.too_slow", all);
        await Eventually.TrueAsync(() => service.Log.Lines.Any(line => line.Contains("too slow")));
    }

    [Fact]
    public async Task Follow_ReaderThatTakesNothing_IsCutOff()
    {
        await using var service = await TestService.StartAsync(new EventStreamLimits { Patience = TimeSpan.FromMilliseconds(300) });
        using var stuck = new TcpClient { ReceiveBufferSize = 4096 };
        await stuck.ConnectAsync(service.Url.Host, service.Url.Port);
        await stuck.GetStream().WriteAsync("GET /system/events?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var filler = new string('x', 20_000);
        for (var i = 0; i < EventLog.Capacity; i++)
            Publish(service, filler);

        await Eventually.TrueAsync(() => service.Log.Lines.Any(line => line.Contains("too slow")));
        Assert.DoesNotContain(service.Log.Lines, line => line.StartsWith("Error"));
    }

    [Fact]
    public async Task Follow_ReaderLeaves_EndsItsStream()
    {
        await using var service = await TestService.StartAsync(new EventStreamLimits { MaxFollowers = 1 });
        using (await EventFollower.ConnectAsync(service))
        {
            var (status, body) = await service.GetJsonAsync("/system/events");
            Assert.Equal((429, "queue_full"), (status, body.GetProperty("error").GetProperty("code").GetString()));
        }

        await Eventually.TrueAsync(() => service.Log.Lines.Any(line => line.Contains("client left")));
        using var next = await EventFollower.ConnectAsync(service);
    }

    [Fact]
    public async Task Follow_ServiceStops_EndsTheStreamAtOnce()
    {
        await using var service = await TestService.StartAsync();
        using var follower = await EventFollower.ConnectAsync(service);

        var stop = service.StopAsync();

        Assert.Null(await follower.LineAsync());
        await stop.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static void Publish(TestService service, string message) =>
        service.Parts.Events.Publish(new SystemEvent { Kind = EventKinds.CatalogProblem, Message = message });

    private static IEnumerable<string?> Messages(JsonElement list) => list.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("message").GetString());
}
