namespace MultiLLM.Core.Health.Degradation;

internal enum HealthNewsKind
{
    Degraded,
    Recovered,

    /// <summary>Models are slow, and the machine is to blame.</summary>
    MachineSlowed,
    MachineRecovered,
}

/// <summary>Something to tell.</summary>
/// <param name="Kind">What.</param>
/// <param name="ModelId">Whom it is about; null: the machine.</param>
/// <param name="Finding">What was found, or was over.</param>
/// <param name="Reason">Of the machine: why it is to blame. Of a recovery: null, or why nothing can be said any more.</param>
internal sealed record HealthNews(HealthNewsKind Kind, string? ModelId, Finding Finding, string? Reason = null);
