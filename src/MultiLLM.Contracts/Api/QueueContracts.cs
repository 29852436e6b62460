namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /system/queue</c>.</summary>
/// <param name="Running">Requests that are being worked on.</param>
/// <param name="MostRunning">So many at once; more wait.</param>
/// <param name="Waiting">Requests that wait, everybody's.</param>
/// <param name="MostWaiting">So many may.</param>
/// <param name="MostWaitingPerCaller">Of them, of one caller.</param>
/// <param name="Requests">Those that wait, the next one first: the caller's own, everybody's for administrators. At most the first 1000 of the queue.</param>
/// <param name="MeanSeconds">What requests take lately, once they are let in; absent: none has ended.</param>
public sealed record QueueReport(
    int Running, int MostRunning, int Waiting, int MostWaiting, int MostWaitingPerCaller, IReadOnlyList<QueuedRequest> Requests, double? MeanSeconds = null);

/// <summary>One request that waits.</summary>
/// <param name="Position">In the whole queue; 1: the next.</param>
/// <param name="RequestId">Its id.</param>
/// <param name="Path">What it asks.</param>
/// <param name="Caller">Key, or address.</param>
/// <param name="Name">The caller's, for people.</param>
/// <param name="Priority">"low", "normal" or "high".</param>
/// <param name="WaitingSeconds">So far.</param>
/// <param name="Deadline">When it gives up; absent: never.</param>
public sealed record QueuedRequest(
    int Position, string RequestId, string Path, string Caller, string Name, string Priority, double WaitingSeconds, DateTimeOffset? Deadline = null);
