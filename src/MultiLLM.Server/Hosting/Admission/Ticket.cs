using MultiLLM.Core.Gateway.Limits;

namespace MultiLLM.Server.Hosting.Admission;

/// <summary>One request that wants to be let in. What changes of it is the queue's.</summary>
/// <param name="flow">Whose it is, and how urgent: what is in one flow goes in turn.</param>
/// <param name="arrived">Seconds on the queue's clock.</param>
/// <param name="deadline">By then it must be let in, or need not be any more; null: it waits as long as it takes.</param>
internal class Ticket(FlowId flow, double arrived, double? deadline = null)
{
    public FlowId Flow => flow;

    public double Arrived => arrived;

    public double? Deadline => deadline;

    /// <summary>Where it stands in the order in which requests began to wait.</summary>
    public long Turn { get; set; }

    public TicketState State { get; set; } = TicketState.New;

    /// <summary>What it was taken to cost when it was let in, in seconds; it is corrected at the end.</summary>
    public double Charged { get; set; }

    public double BeganAt { get; set; }
}

/// <param name="Caller">Key or address.</param>
/// <param name="Priority">Of the request.</param>
internal readonly record struct FlowId(string Caller, RequestPriority Priority);

internal enum TicketState
{
    New,
    Waiting,
    Running,

    /// <summary>It was let in and has ended, was refused, or left.</summary>
    Over,
}
