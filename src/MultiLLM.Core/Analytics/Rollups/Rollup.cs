using System.Buffers;

namespace MultiLLM.Core.Analytics.Rollups;

/// <summary>Figures of many requests. Merging two is the same as having added all requests to one.</summary>
internal sealed class Rollup
{
    private const int OutcomeCount = (int)RequestOutcome.Superseded + 1;

    private readonly long[] _outcomes = new long[OutcomeCount];

    public long Succeeded => _outcomes[(int)RequestOutcome.Ok];
    public long Failed => _outcomes[(int)RequestOutcome.Failed];
    public long Refused => _outcomes[(int)RequestOutcome.Refused];
    public long Cancelled => _outcomes[(int)RequestOutcome.Cancelled];

    /// <summary>Attempts that another one took over; not requests.</summary>
    public long Superseded => _outcomes[(int)RequestOutcome.Superseded];
    public long Requests => Succeeded + Failed + Refused + Cancelled;

    /// <summary>Of the requests that the service could have answered; null: there was none.</summary>
    public double? SuccessRate => Succeeded + Failed > 0 ? (double)Succeeded / (Succeeded + Failed) : null;

    public long PromptTokens { get; set; }
    public long CachedTokens { get; set; }
    public long CompletionTokens { get; set; }

    /// <summary>Time models worked.</summary>
    public double MachineSeconds { get; set; }

    /// <summary>What remote servers ask for them, in the currency of the catalog's prices.</summary>
    public double Cost { get; private set; }

    /// <summary>From arrival to the end, of requests that were answered.</summary>
    public Sketch Latency { get; private init; } = new();
    public Sketch TimeToFirstToken { get; private init; } = new();
    public Sketch TokensPerSecond { get; private init; } = new();
    public Sketch Queue { get; private init; } = new();

    /// <summary>Waits for a load, of requests that had to.</summary>
    public Sketch Load { get; private init; } = new();

    public void Add(RequestRecord record)
    {
        _outcomes[(int)record.Outcome]++;
        PromptTokens += record.PromptTokens;
        CachedTokens += record.CachedTokens;
        CompletionTokens += record.CompletionTokens;
        MachineSeconds += record.MachineSeconds;
        Cost += record.Cost ?? 0;
        if (record.Outcome == RequestOutcome.Ok)
            Latency.Add(record.TotalSeconds);
        AddKnown(TimeToFirstToken, record.TimeToFirstTokenSeconds);
        AddKnown(TokensPerSecond, record.TokensPerSecond);
        AddKnown(Queue, record.QueueSeconds);
        if (record.LoadSeconds > 0)
            Load.Add(record.LoadSeconds.Value);
    }

    public void Merge(Rollup other)
    {
        for (var i = 0; i < OutcomeCount; i++)
            _outcomes[i] += other._outcomes[i];
        PromptTokens += other.PromptTokens;
        CachedTokens += other.CachedTokens;
        CompletionTokens += other.CompletionTokens;
        MachineSeconds += other.MachineSeconds;
        Cost += other.Cost;
        Latency.Merge(other.Latency);
        TimeToFirstToken.Merge(other.TimeToFirstToken);
        TokensPerSecond.Merge(other.TokensPerSecond);
        Queue.Merge(other.Queue);
        Load.Merge(other.Load);
    }

    /// <summary>All of it, for one column of the database.</summary>
    public ReadOnlyMemory<byte> Pack()
    {
        var output = new ArrayBufferWriter<byte>(256);
        var bytes = new PackedWriter(output);
        foreach (var count in _outcomes)
            bytes.Count(count);
        bytes.Count(PromptTokens);
        bytes.Count(CachedTokens);
        bytes.Count(CompletionTokens);
        bytes.Number(MachineSeconds);
        foreach (var sketch in (ReadOnlySpan<Sketch>)[Latency, TimeToFirstToken, TokensPerSecond, Queue, Load])
            sketch.Write(output);
        if (Cost > 0)
            bytes.Number(Cost); // last, so that figures from before there was a cost are read as well
        return output.WrittenMemory;
    }

    /// <exception cref="InvalidDataException">These bytes are no rollup.</exception>
    public static Rollup Unpack(ReadOnlySpan<byte> packed)
    {
        var input = new PackedReader(packed);
        Span<long> outcomes = stackalloc long[OutcomeCount];
        for (var i = 0; i < OutcomeCount; i++)
            outcomes[i] = input.Count();
        var rollup = new Rollup
        {
            PromptTokens = input.Count(),
            CachedTokens = input.Count(),
            CompletionTokens = input.Count(),
            MachineSeconds = input.Number(),
            Latency = Sketch.Read(ref input),
            TimeToFirstToken = Sketch.Read(ref input),
            TokensPerSecond = Sketch.Read(ref input),
            Queue = Sketch.Read(ref input),
            Load = Sketch.Read(ref input),
            Cost = input.IsAtEnd ? 0 : input.Number(),
        };
        outcomes.CopyTo(rollup._outcomes);
        return rollup;
    }

    private static void AddKnown(Sketch sketch, double? value)
    {
        if (value is { } known)
            sketch.Add(known);
    }
}
