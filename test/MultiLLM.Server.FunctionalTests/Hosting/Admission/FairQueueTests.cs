using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Hosting.Admission;

namespace MultiLLM.Server.FunctionalTests.Hosting.Admission;

public sealed class FairQueueTests
{
    [Fact]
    public void Arrive_OneCallerFloods_TheOtherIsNext()
    {
        var world = new RecordedAdmissions(new FairQueueRules(1, 100, 100));
        for (var i = 0; i < 50; i++)
            world.Arrive("flood");
        var other = world.Arrive("other");
        world.Now = 1;
        world.Leave(world.Running[0]);
        Assert.Same(other, world.Running.Single());
    }

    [Fact]
    public void Arrive_QueueFullOfOneCaller_TheOtherTakesTheLastPlace()
    {
        var world = new RecordedAdmissions(new FairQueueRules(1, 3, 3));
        world.Arrive("flood");
        var waiting = Enumerable.Range(0, 3).Select(_ => world.Arrive("flood")).ToList();
        var other = world.Arrive("other");
        Assert.Equal(TicketState.Waiting, other.State);
        Assert.Equal((waiting[2], AdmissionRefusal.Full), world.Refused.Single());
        Assert.Equal(AdmissionRefusal.Full, Refusal(world, world.Arrive("other"))); // 2 and 1: there is nothing to even out
    }

    [Fact]
    public void Arrive_AsManyOfTheCallerWaitAsMay_IsRefused()
    {
        var world = new RecordedAdmissions(new FairQueueRules(1, 10, 1));
        world.Arrive("a");
        world.Arrive("a");
        Assert.Equal(AdmissionRefusal.CallerFull, Refusal(world, world.Arrive("a")));
        Assert.Equal(TicketState.Waiting, world.Arrive("b").State);
    }

    [Fact]
    public void Arrive_DeadlinePassed_IsRefusedAlsoWhereThereIsRoom()
    {
        var world = new RecordedAdmissions(new FairQueueRules(1, 10, 10)) { Now = 5 };
        Assert.Equal(AdmissionRefusal.Late, Refusal(world, world.Arrive("a", deadline: 5)));
    }

    [Fact]
    public void Expire_DeadlinePasses_OnlyWhoseItIs()
    {
        var world = new RecordedAdmissions(new FairQueueRules(1, 10, 10));
        world.Arrive("a");
        var late = world.Arrive("a", deadline: 3);
        world.Arrive("a", deadline: 9);
        Assert.Equal(3, world.Queue.NextDeadline);
        world.Now = 3;
        world.Expire();
        Assert.Equal((late, AdmissionRefusal.Late), world.Refused.Single());
        Assert.Equal(9, world.Queue.NextDeadline);
    }

    [Fact]
    public void Order_SeveralCallers_TakesTurns()
    {
        var world = new RecordedAdmissions(new FairQueueRules(1, 10, 10));
        world.Arrive("x");
        string[] came = ["a", "a", "a", "b", "c"];
        foreach (var caller in came)
            world.Arrive(caller);
        var low = world.Arrive("a", RequestPriority.Low);
        var high = world.Arrive("c", RequestPriority.High);
        var order = world.Queue.Order();
        Assert.Same(high, order[0]);
        Assert.Equal(["a", "b", "c"], order.Where(ticket => ticket.Flow.Priority == RequestPriority.Normal).Take(3).Select(ticket => ticket.Flow.Caller).Order());
        Assert.Contains(low, order);
        Assert.Equal(2, world.Queue.Order(most: 2).Count);
    }

    [Fact]
    public void SecondsUntilTurn_RequestsEnded_IsTheMeasuredPace()
    {
        var world = new RecordedAdmissions(new FairQueueRules(2, 10, 10));
        Assert.Equal(1, world.Queue.SecondsUntilTurn(4));
        var ticket = world.Arrive("a");
        world.Now = 6;
        world.Leave(ticket);
        Assert.Equal(12, world.Queue.SecondsUntilTurn(4));
    }

    private static AdmissionRefusal? Refusal(RecordedAdmissions world, Ticket ticket) => world.Refused.Single(refused => refused.Ticket == ticket).Why;
}
