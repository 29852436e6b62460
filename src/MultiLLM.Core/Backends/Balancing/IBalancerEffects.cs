using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Balancing;

/// <summary>What the balancer wants done. Called while it decides: nothing here may call it back.</summary>
internal interface IBalancerEffects
{
    void Grant(long waiter, Seat seat);

    void Refuse(long waiter, Error error);

    void CircuitOpened(RemoteServer server, ServerVerdict why, string? reason);

    void CircuitClosed(RemoteServer server);
}

/// <summary>One request's place at a server.</summary>
/// <param name="Number">Ascending.</param>
/// <param name="Server">Where.</param>
/// <param name="IsTrial">It tries a server whose circuit is open.</param>
internal sealed record Seat(long Number, RemoteServer Server, bool IsTrial);
