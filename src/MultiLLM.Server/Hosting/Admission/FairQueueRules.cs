namespace MultiLLM.Server.Hosting.Admission;

/// <param name="MostRunning">Requests let in at once.</param>
/// <param name="MostWaiting">Requests that may wait, all callers together.</param>
/// <param name="MostWaitingPerCaller">Of them, of one caller.</param>
internal sealed record FairQueueRules(int MostRunning, int MostWaiting, int MostWaitingPerCaller);
