namespace MultiLLM.Core.Health.Degradation;

/// <summary>The machine at one moment, as far as it explains that models are slow.</summary>
/// <param name="At">When.</param>
/// <param name="OtherPrograms">Share of all cores that programs other than this service take, 0 to 1; null: not known.</param>
/// <param name="MemoryIsScarce">Main memory is nearly full.</param>
internal readonly record struct MachineLook(DateTimeOffset At, double? OtherPrograms, bool MemoryIsScarce);

/// <summary>What was seen of the machine in the last minutes, and what is usual. Pure.</summary>
internal sealed class MachineLooks
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(10);

    /// <summary>Half of what is usual is forgotten after about six hours of looks.</summary>
    private const double NewestWeight = 0.0002;
    private const double FirstWeight = 0.05;
    private const double ClearlyMore = 0.25;

    private readonly Queue<MachineLook> _looks = [];
    private double? _usual;
    private long _count;

    public MachineLook? Latest { get; private set; }

    /// <summary>Of other programs' share.</summary>
    public double Usual => _usual ?? 0;

    /// <param name="look">Newer than those before.</param>
    /// <param name="isUsual">No model is slow just now.</param>
    public void Add(MachineLook look, bool isUsual)
    {
        Latest = look;
        _looks.Enqueue(look);
        while (_looks.TryPeek(out var oldest) && oldest.At < look.At - Kept)
            _looks.Dequeue();
        if (!isUsual || look.OtherPrograms is not { } share)
            return;
        var weight = Math.Max(NewestWeight, FirstWeight / ++_count);
        _usual = _usual is { } known ? known + (weight * (share - known)) : share;
    }

    /// <summary>What of the machine explains slowness since then, as the end of "because …"; null: nothing.</summary>
    public string? Explain(DateTimeOffset since)
    {
        var looks = _looks.Where(look => look.At >= since - Before).ToList();
        if (looks.Count == 0)
            return null;
        if (looks.Count(look => look.MemoryIsScarce) * 2 > looks.Count)
            return "memory is scarce";
        var shares = looks.Where(look => look.OtherPrograms is not null).ToList();
        if (shares.Count == 0 || shares.Average(look => look.OtherPrograms!.Value) is var share && share < Usual + ClearlyMore)
            return null;
        return FormattableString.Invariant($"other programs take {share:0 %} of the processor, usually {Usual:0 %}");
    }
}
