namespace MultiLLM.Core.Health.Watching;

/// <summary>How models did lately. Safe from any thread, without waiting.</summary>
public interface IHealthStanding
{
    HealthSnapshot Current { get; }
}
