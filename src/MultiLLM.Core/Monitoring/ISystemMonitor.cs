namespace MultiLLM.Core.Monitoring;

/// <summary>Looks at the machine, the store and the engine for whoever wants to show them.</summary>
public interface ISystemMonitor
{
    SystemStanding Look();

    /// <summary>Where a model's layers went at its last load, one sentence; null: it was not loaded yet.</summary>
    string? PlacementOf(string modelId);
}
