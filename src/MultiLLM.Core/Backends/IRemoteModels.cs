using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Backends;

/// <summary>Models that servers elsewhere answer for, and how those servers stand. Safe from any thread.</summary>
public interface IRemoteModels
{
    /// <summary>
    /// Waits for a place at one of the model's servers and lends it; before the first output it moves on to another one when the server fails. Fails with
    /// <see cref="ErrorCode.BackendBusy"/>, <see cref="ErrorCode.BackendUnreachable"/>, <see cref="ErrorCode.BackendRefused"/>, and <see cref="ErrorCode.ModelBusy"/>
    /// where it must be at once.
    /// </summary>
    ValueTask<Result<ModelLease>> BorrowAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken);

    /// <summary>How its servers stand together.</summary>
    RemoteStanding StandingOf(ModelDefinition model);

    /// <summary>All remote models, ordered by id.</summary>
    IReadOnlyList<RemoteModelState> States { get; }
}

/// <param name="InFlight">Requests at its servers.</param>
/// <param name="Waiting">Requests that wait for one of them.</param>
/// <param name="Places">Requests that all servers that work take at once; null: as many as come.</param>
/// <param name="Unusable">Why none of them can be asked just now; null: one can.</param>
public sealed record RemoteStanding(int InFlight, int Waiting, int? Places, string? Unusable);

/// <param name="ModelId">The model.</param>
/// <param name="Waiting">Requests that wait for one of its servers.</param>
/// <param name="Servers">In the order of the configuration.</param>
public sealed record RemoteModelState(string ModelId, int Waiting, IReadOnlyList<RemoteServerState> Servers);

/// <summary>How one server stands.</summary>
public sealed record RemoteServerState
{
    public required RemoteServer Server { get; init; }
    public required RemoteHealth Health { get; init; }

    /// <summary>Why it is passed over; null: it is not.</summary>
    public string? Reason { get; init; }

    /// <summary>When it is tried again; null: it is not passed over.</summary>
    public DateTimeOffset? RetryAt { get; init; }
    public int InFlight { get; init; }

    /// <summary>Since the service started, probes not included.</summary>
    public long Requests { get; init; }
    public long Failures { get; init; }
    public string? LastFailure { get; init; }

    /// <summary>Moving average; null: not measured.</summary>
    public double? FirstOutputSeconds { get; init; }

    /// <summary>When a request or a probe last ended there, well or not; null: none has yet.</summary>
    public DateTimeOffset? HeardAt { get; init; }
}

public enum RemoteHealth
{
    /// <summary>Nobody asked it anything yet.</summary>
    Unknown,
    Up,

    /// <summary>It cannot be reached, or keeps failing.</summary>
    Down,

    /// <summary>It asked for a pause.</summary>
    Busy,

    /// <summary>It does not take this service's key or does not know the model.</summary>
    Refused,
}
