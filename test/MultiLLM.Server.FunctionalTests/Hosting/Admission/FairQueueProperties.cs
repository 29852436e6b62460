using CsCheck;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Hosting.Admission;

namespace MultiLLM.Server.FunctionalTests.Hosting.Admission;

/// <summary>Random histories: whatever happens in whatever order, the bounds hold, nobody is forgotten, and everybody gets a share.</summary>
public sealed class FairQueueProperties
{
    private static readonly RequestPriority[] s_priorities = [RequestPriority.High, RequestPriority.Normal, RequestPriority.Low];
    private static readonly Gen<(int Kind, int Pick)> Event = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1_000_000]);

    /// <summary>Bounds, free places and double answers are checked where the decisions arrive: in <see cref="RecordedAdmissions"/>.</summary>
    [Fact]
    public void AnyHistory_BoundsHoldAndEveryoneIsAnsweredOnceOrLeft() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 12], Gen.Int[0, 6], Event.Array[0, 200]).Sample(
            (running, waiting, perCaller, events) =>
            {
                var world = new RecordedAdmissions(new FairQueueRules(running, waiting, perCaller));
                foreach (var (kind, pick) in events)
                {
                    world.Now += pick % 7 / 10.0;
                    switch (kind)
                    {
                        case < 55:
                            world.Arrive("c" + (pick % 5), s_priorities[pick / 5 % 3], pick % 4 == 0 ? world.Now + (pick % 11) - 1 : null);
                            break;
                        case < 80 when world.Running.Count > 0:
                            world.Leave(world.Running[pick % world.Running.Count]);
                            break;
                        case < 92 when world.Waiting.Count > 0:
                            var left = world.Waiting[pick % world.Waiting.Count];
                            world.Leave(left);
                            world.Leave(left); // twice changes nothing
                            break;
                        default:
                            world.Expire();
                            break;
                    }
                    OrderIsWhatWillHappen(world);
                }
                while (world.Running.Count > 0)
                    world.Leave(world.Running[0]);
                Assert.Empty(world.Waiting);
            },
            iter: 2000);

    /// <summary>Whoever always wants more gets as much as the others, however many requests each sends and however long they take.</summary>
    [Fact]
    public void AnyCallers_AllAlwaysWaiting_GetTheSameTimeWithinTwoRequests() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 50].Array[2, 5]).Sample(
            (running, tenths) =>
            {
                var world = new RecordedAdmissions(new FairQueueRules(running, 1000, 1000));
                var served = tenths.Select(_ => 0.0).ToArray();
                for (var caller = 0; caller < tenths.Length; caller++)
                    for (var i = 0; i < 3 + caller; i++)
                        world.Arrive("c" + caller);
                var ends = new Dictionary<Ticket, double>();
                for (var turn = 0; turn < 600; turn++)
                {
                    foreach (var begun in world.Running.Where(ticket => !ends.ContainsKey(ticket)))
                        ends[begun] = world.Now + (tenths[CallerOf(begun)] / 10.0);
                    var next = world.Running.MinBy(ticket => ends[ticket])!;
                    world.Now = ends[next];
                    if (turn >= 100)
                        served[CallerOf(next)] += tenths[CallerOf(next)] / 10.0;
                    world.Arrive("c" + CallerOf(next));
                    world.Leave(next);
                }
                Assert.True(served.Max() - served.Min() <= (2 + running) * tenths.Max() / 10.0, string.Join(", ", served));
            },
            iter: 200);

    /// <summary>While everybody wants more than there is, of any 21 parts high gets 16, normal 4 and low 1: low ones wait, and are never forgotten.</summary>
    [Fact]
    public void AllPriorities_AlwaysWaiting_GetTheirParts()
    {
        var world = new RecordedAdmissions(new FairQueueRules(1, 1000, 1000));
        foreach (var priority in s_priorities)
            for (var i = 0; i < 5; i++)
                world.Arrive($"{priority}{i}", priority);
        for (var turn = 0; turn < 210; turn++)
        {
            world.Now += 1;
            var over = world.Running[0];
            world.Arrive(over.Flow.Caller, over.Flow.Priority);
            world.Leave(over);
        }
        var last = world.Order.TakeLast(105).ToList();
        Assert.InRange(last.Count(ticket => ticket.Flow.Priority == RequestPriority.High), 78, 82);
        Assert.InRange(last.Count(ticket => ticket.Flow.Priority == RequestPriority.Normal), 18, 22);
        Assert.InRange(last.Count(ticket => ticket.Flow.Priority == RequestPriority.Low), 4, 6);
    }

    /// <summary>One low request among high callers that never stop: it is let in before so many others, however many callers there are.</summary>
    [Fact]
    public void LowRequest_AmongAnyNumberOfHighCallers_GetsItsTurn() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 4]).Sample(
        (callers, running) =>
        {
            var world = new RecordedAdmissions(new FairQueueRules(running, 1000, 1000));
            for (var i = 0; i < callers + running; i++)
                world.Arrive("high" + i, RequestPriority.High);
            var low = world.Arrive("low", RequestPriority.Low);
            for (var turn = 0; low.State == TicketState.Waiting; turn++)
            {
                Assert.True(turn <= 21 + running, "it starves");
                world.Now += 1;
                var over = world.Running[0];
                world.Arrive(over.Flow.Caller, RequestPriority.High);
                world.Leave(over);
            }
        },
        iter: 100);

    /// <summary>Nobody who comes and goes is remembered for ever.</summary>
    [Fact]
    public void ManyStrangers_WhileTheQueueIsNeverEmpty_AreForgotten()
    {
        var world = new RecordedAdmissions(new FairQueueRules(1, 4, 4));
        for (var i = 0; i < 20_000; i++)
        {
            world.Arrive($"stranger{i}");
            world.Arrive($"stranger{i}b");
            world.Now += 1;
            world.Leave(world.Running[0]);
        }
        Assert.InRange(world.Queue.Remembered, 1, 2000);
    }

    private static int CallerOf(Ticket ticket) => ticket.Flow.Caller[1] - '0';

    private static void OrderIsWhatWillHappen(RecordedAdmissions world)
    {
        var order = world.Queue.Order();
        Assert.Equal(world.Waiting.ToHashSet(), order.ToHashSet());
        Assert.Equal(world.Waiting.Count, order.Count);
    }
}
