using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Efficiency;
using MultiLLM.Core.Analytics.Held;
using MultiLLM.Core.Errors;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>Nothing was recorded but what a test puts here.</summary>
internal sealed class FakeAnalytics : IAnalytics
{
    public List<RequestRecord> Records { get; } = [];

    /// <summary>Null: it answers.</summary>
    public Error? Trouble { get; set; }
    public RecordingStatus Recording { get; } = new() { Enabled = true, Store = "nowhere" };

    public ValueTask<Result<PeriodFigures>> SummarizeAsync(FiguresQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<PeriodFigures>>(Trouble is { } error ? error : new PeriodFigures(query.From, query.To, Figures.None, []));

    public ValueTask<Result<IReadOnlyList<FiguresSeries>>> FollowAsync(
        FiguresQuery query, IReadOnlyList<TimeBucket> buckets, CancellationToken cancellationToken)
    {
        if (Trouble is { } error)
            return ValueTask.FromResult<Result<IReadOnlyList<FiguresSeries>>>(error);
        IReadOnlyList<FiguresSeries> series = [new FiguresSeries(null, [.. buckets.Select(_ => Figures.None)])];
        return ValueTask.FromResult(Wrapped(series));
    }

    public ValueTask<Result<IReadOnlyList<RequestRecord>>> RequestsAsync(
        RecordFilter filter, long? beyond, bool ascending, int limit, CancellationToken cancellationToken)
    {
        if (Trouble is { } error)
            return ValueTask.FromResult<Result<IReadOnlyList<RequestRecord>>>(error);
        var ordered = ascending ? Records.Where(r => r.Id > (beyond ?? 0)) : Records.AsEnumerable().Reverse().Where(r => r.Id < (beyond ?? long.MaxValue));
        IReadOnlyList<RequestRecord> page = [.. ordered.Take(limit)];
        return ValueTask.FromResult(Wrapped(page));
    }

    public DateTimeOffset? ExactFrom(IReadOnlyList<TimeBucket> buckets) => null;

    public ValueTask<Result<IReadOnlyDictionary<string, HeldMemory>>> HeldAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, HeldMemory> none = new Dictionary<string, HeldMemory>();
        return ValueTask.FromResult(Wrapped(none));
    }

    public ValueTask<Result<IReadOnlyDictionary<string, DateTimeOffset>>> LastUsesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private static Result<T> Wrapped<T>(T value) where T : notnull => value;
}

/// <summary>Nothing is installed.</summary>
internal sealed class FakeEfficiency : IEfficiency
{
    public ValueTask<Result<EfficiencyReport>> ReportAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<EfficiencyReport>>(new EfficiencyReport(0, [], "No model that writes text is installed."));
}
