namespace MultiLLM.Core.Health.Degradation;

/// <summary>Something of a model is not as usual.</summary>
internal sealed class Alarm(HealthSignal signal, int? size, double shift, DateTimeOffset since, DateTimeOffset raisedAt)
{
    private const double NewestWeight = 0.05;

    public HealthSignal Signal => signal;

    /// <summary>Tasks that it shows at, see <see cref="SizeClass"/>; null: all.</summary>
    public int? Size { get; set; } = size;

    /// <summary>Of measures the logarithm of how many times as much as usual; of marks the share of requests.</summary>
    public double Shift { get; private set; } = shift;

    /// <summary>1: more than usual; -1: less.</summary>
    public int Sign { get; } = shift < 0 ? -1 : 1;

    /// <summary>Of marks: the usual share.</summary>
    public double Usual { get; init; }

    /// <summary>When it most probably began.</summary>
    public DateTimeOffset Since => since;
    public DateTimeOffset RaisedAt { get; } = raisedAt;
    public DateTimeOffset LastSeenAt { get; private set; } = raisedAt;

    /// <summary>Evidence that it is over.</summary>
    public Cusum Recovery { get; } = new();

    public void Saw(double shift, DateTimeOffset at)
    {
        Shift += NewestWeight * (shift - Shift);
        LastSeenAt = at;
    }
}
