using MultiLLM.Core.Gateway;

namespace MultiLLM.Server.Hosting.Admission;

/// <summary>A request at the gate.</summary>
internal sealed class WaitingRequest(FlowId flow, double arrived, double? deadline, HttpContext context, AdmissionWishes wishes) : Ticket(flow, arrived, deadline)
{
    private TaskCompletionSource<AdmissionRefusal?>? _decided;

    public Caller Caller { get; } = context.Caller();

    public string Path { get; } = context.Request.Path;

    public string Id { get; } = context.TraceIdentifier;

    public AdmissionWishes Wishes => wishes;

    /// <summary>Why it was refused, where that was decided at once.</summary>
    public AdmissionRefusal? Refusal { get; private set; }

    /// <summary>Of one that waits: ends with null when it is let in. Ask before anything can be decided, that is, where the queue was asked.</summary>
    public Task<AdmissionRefusal?> Decided => (_decided ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Decide(AdmissionRefusal? refusal)
    {
        Refusal = refusal;
        _decided?.TrySetResult(refusal);
    }
}
