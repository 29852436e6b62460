using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Hosting.Admission;

namespace MultiLLM.Server.FunctionalTests.Hosting.Admission;

/// <summary>A queue and what it decided. Checks after each decision what must always hold.</summary>
internal sealed class RecordedAdmissions : IAdmissionEffects
{
    private readonly FairQueueRules _rules;
    private readonly HashSet<Ticket> _answered = [];

    public RecordedAdmissions(FairQueueRules rules)
    {
        _rules = rules;
        Queue = new FairQueue(rules, this);
    }

    public FairQueue Queue { get; }

    public double Now { get; set; }

    public List<Ticket> Running { get; } = [];

    public List<Ticket> Waiting { get; } = [];

    public List<Ticket> Order { get; } = [];

    public List<(Ticket Ticket, AdmissionRefusal Why)> Refused { get; } = [];

    public Ticket Arrive(string caller, RequestPriority priority = RequestPriority.Normal, double? deadline = null)
    {
        var ticket = new Ticket(new FlowId(caller, priority), Now, deadline);
        Queue.Arrive(ticket, Now);
        if (ticket.State == TicketState.Waiting)
            Waiting.Add(ticket);
        Check();
        return ticket;
    }

    public void Leave(Ticket ticket)
    {
        Running.Remove(ticket);
        Waiting.Remove(ticket);
        Queue.Leave(ticket, Now);
        Check();
    }

    public void Expire()
    {
        Queue.Expire(Now);
        Check();
        Assert.All(Waiting, ticket => Assert.False(ticket.Deadline <= Now));
    }

    void IAdmissionEffects.LetIn(Ticket ticket)
    {
        Assert.True(_answered.Add(ticket), "answered twice");
        Assert.False(ticket.Deadline <= Now, "let in too late");
        Waiting.Remove(ticket);
        Running.Add(ticket);
        Order.Add(ticket);
        Assert.True(Running.Count <= _rules.MostRunning, "too many run");
    }

    void IAdmissionEffects.Refuse(Ticket ticket, AdmissionRefusal why)
    {
        Assert.True(_answered.Add(ticket), "answered twice");
        Waiting.Remove(ticket);
        Refused.Add((ticket, why));
    }

    private void Check()
    {
        Assert.Equal((Running.Count, Waiting.Count), (Queue.Running, Queue.Waiting));
        Assert.True(Waiting.Count <= _rules.MostWaiting, "too many wait");
        Assert.All(Waiting.GroupBy(ticket => ticket.Flow.Caller), caller => Assert.True(caller.Count() <= _rules.MostWaitingPerCaller, "too many of one wait"));
        Assert.True(Waiting.Count == 0 || Running.Count == _rules.MostRunning, "somebody waits beside a free place");
        Assert.All(Waiting, ticket => Assert.Equal(TicketState.Waiting, ticket.State));
    }
}
