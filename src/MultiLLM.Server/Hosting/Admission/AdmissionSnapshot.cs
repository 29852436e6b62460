namespace MultiLLM.Server.Hosting.Admission;

/// <param name="Running">Requests let in.</param>
/// <param name="Waiting">Requests that wait, those not listed included.</param>
/// <param name="MeanSeconds">What requests take lately; null: none has ended.</param>
/// <param name="Places">In the order in which they would get their turn.</param>
internal sealed record AdmissionSnapshot(int Running, int Waiting, double? MeanSeconds, IReadOnlyList<AdmissionPlace> Places);

/// <param name="Position">1: the next.</param>
/// <param name="Request">Who waits.</param>
/// <param name="WaitingSeconds">Since it arrived.</param>
internal readonly record struct AdmissionPlace(int Position, WaitingRequest Request, double WaitingSeconds);
