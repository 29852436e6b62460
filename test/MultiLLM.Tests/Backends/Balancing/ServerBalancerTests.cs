using CsCheck;
using MultiLLM.Core.Backends.Balancing;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Backends.Balancing;

public sealed class ServerBalancerTests
{
    private static readonly ServerOutcome s_down = new(ServerVerdict.Unreachable, "It is gone.");

    [Fact]
    public void Ask_EqualServers_TakeTurns()
    {
        var world = new BalancerWorld(BalancerWorld.Server("a"), BalancerWorld.Server("b"));
        for (var i = 0; i < 10; i++)
            world.Ask();
        Assert.Equal(5, world.Seats.Values.Count(seat => seat.Server.Name == "a"));
    }

    [Fact]
    public void Ask_Weights_ShareTheWork()
    {
        var world = new BalancerWorld(BalancerWorld.Server("a", weight: 3), BalancerWorld.Server("b"));
        for (var i = 0; i < 40; i++)
            world.Ask();
        Assert.InRange(world.Seats.Values.Count(seat => seat.Server.Name == "a"), 28, 32);
    }

    [Fact]
    public void Ask_SlowServer_IsAskedLessAndTriedAgainLater()
    {
        var world = new BalancerWorld(BalancerWorld.Server("slow"), BalancerWorld.Server("quick"));
        var (first, second) = (world.Ask(), world.Ask());
        foreach (var waiter in new[] { first, second })
            world.Done(waiter, ServerOutcome.Good with { FirstOutput = TimeSpan.FromSeconds(world.Seats[waiter].Server.Name == "slow" ? 4 : 0.1) });
        for (var i = 0; i < 5; i++)
            Assert.Equal("quick", world.Seats[world.Ask()].Server.Name);

        world.Pass(300);

        Assert.Equal("slow", world.Seats[world.Ask()].Server.Name);
    }

    [Fact]
    public void Ask_AllFull_WaitsInOrder()
    {
        var world = new BalancerWorld(BalancerWorld.Server("a", most: 1));
        var (first, second, third) = (world.Ask(), world.Ask(), world.Ask());
        Assert.Equal(2, world.Balancer.Waiting);

        world.Done(first, ServerOutcome.Good);

        Assert.True(world.Seats.ContainsKey(second));
        Assert.False(world.Seats.ContainsKey(third));
    }

    [Fact]
    public void Ask_AtOnceOnly_RefusedWhereFull()
    {
        var world = new BalancerWorld(BalancerWorld.Server("a", most: 1));
        world.Ask();
        Assert.Equal(ErrorCode.ModelBusy, world.Refused[world.Ask(mayWait: false)].Code);
    }

    [Fact]
    public void Ask_TooManyWait_RefusedWithATimeToComeBack()
    {
        var world = new BalancerWorld(BalancerWorld.Server("a", most: 1));
        for (var i = 0; i <= ServerBalancer.MostWaiting; i++)
            world.Ask();
        var refused = world.Refused[world.Ask()];
        Assert.Equal((ErrorCode.BackendBusy, true), (refused.Code, refused.RetryAfter is not null));
    }

    [Fact]
    public void Ask_NobodyGetsRoom_RefusedAfterAMinute()
    {
        var world = new BalancerWorld(BalancerWorld.Server("a", most: 1));
        world.Ask();
        var waiting = world.Ask();
        world.Pass(ServerBalancer.LongestWait.TotalSeconds);
        Assert.Equal(ErrorCode.BackendBusy, world.Refused[waiting].Code);
    }

    [Fact]
    public void Done_ServerGone_WaitersGoElsewhereOrLearnIt()
    {
        var world = new BalancerWorld(BalancerWorld.Server("a", most: 1));
        var (first, waiting) = (world.Ask(), world.Ask());
        world.Done(first, s_down);
        Assert.Equal((ErrorCode.BackendUnreachable, true), (world.Refused[waiting].Code, world.Refused[waiting].RetryAfter is not null));
        Assert.Equal(["a down: Unreachable"], world.News);
    }

    [Fact]
    public void Ask_RequestsPerMinute_WaitsForTheMinute()
    {
        var world = new BalancerWorld(BalancerWorld.Server("a", perMinute: 2));
        world.Ask();
        world.Pass(20);
        world.Ask();
        var third = world.Ask();
        Assert.Equal(TimeSpan.FromSeconds(60), world.Balancer.NextTick(world.Now));
        world.Pass(40);
        Assert.True(world.Seats.ContainsKey(third));
    }

    /// <summary>Limits, single answers and servers tried before are checked where the answers arrive, in <see cref="BalancerWorld"/>.</summary>
    [Fact]
    public void AnyHistory_LimitsHoldAndEveryWaiterIsAnsweredOnce() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[0, 4], Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1_000_000]).Array[0, 200]).Sample((servers, most, perMinute, events) =>
        {
            var world = new BalancerWorld([.. Enumerable.Range(0, servers).Select(i => BalancerWorld.Server("s" + i, most == 0 ? null : most, perMinute == 0 ? null : perMinute * 3))]);
            foreach (var (kind, pick) in events)
                Happen(world, kind, pick);
            while (world.Asking.Count > 0)
            {
                var before = world.Now;
                world.Pass(Math.Max(0.001, (world.Balancer.NextTick(world.Now)!.Value - world.Now).TotalSeconds));
                Assert.True(world.Now > before);
                Assert.True(world.Now - before <= ServerBalancer.LongestWait + TimeSpan.FromSeconds(1));
            }
            Assert.Equal(0, world.Balancer.Waiting);
            foreach (var waiter in world.Seats.Keys.ToList())
                world.Done(waiter, ServerOutcome.Good);
            Assert.Equal((0, 0), (world.Balancer.InFlight, world.Balancer.Servers.Sum(state => state.InFlight)));
        }, iter: 2000);

    private static void Happen(BalancerWorld world, int kind, int pick)
    {
        switch (kind)
        {
            case < 40:
                world.Ask(mayWait: pick % 7 != 0, pick % 3 == 0 ? [world.Servers[pick % world.Servers.Length].Name] : []);
                break;
            case < 70 when world.Seats.Count > 0:
                world.Done(world.Seats.Keys.ElementAt(pick % world.Seats.Count), Outcome(pick));
                break;
            case < 78 when world.Asking.Count > 0:
                world.Leave(world.Asking.ElementAt(pick % world.Asking.Count));
                break;
            case < 88:
                world.Pass(pick % 40);
                break;
            case < 94:
                foreach (var server in world.Balancer.BeginProbes(world.Now, TimeSpan.FromSeconds(60)))
                    world.Balancer.Probed(server, Outcome(pick), world.Now);
                break;
            default:
                world.Configure([.. world.Servers.Select((server, i) => server with { Weight = 1 + ((pick >> i) % 3) })]);
                break;
        }
    }

    private static ServerOutcome Outcome(int pick) => (pick % 8) switch
    {
        0 => s_down,
        1 => new(ServerVerdict.Failed, "It failed."),
        2 => new(ServerVerdict.Busy, "Not now.", TimeSpan.FromSeconds(1 + (pick % 30))),
        3 => new(ServerVerdict.Refused, "Who are you?"),
        4 => ServerOutcome.None,
        _ => ServerOutcome.Good with { FirstOutput = TimeSpan.FromMilliseconds(pick % 5000) },
    };
}
