namespace MultiLLM.Core.Analytics.Rollups;

/// <summary>What a batch of records adds to which rollups.</summary>
internal sealed class RollupBatch
{
    private static readonly RollupSpan[] s_coarser = [RollupSpan.Hour, RollupSpan.Day];

    private readonly Dictionary<(RollupSpan Span, long Start, RollupKey Key), Rollup> _rollups = [];

    public RollupBatch(IEnumerable<RequestRecord> records)
    {
        foreach (var record in records.Where(record => record.IsUse))
            Of(RollupSpan.Minute, record.Time.ToUnixTimeSeconds(), RollupKey.Of(record)).Add(record);
        foreach (var ((_, start, key), minute) in _rollups.ToArray())
        {
            foreach (var span in s_coarser)
                Of(span, start, key).Merge(minute);
        }
    }

    public IReadOnlyDictionary<(RollupSpan Span, long Start, RollupKey Key), Rollup> Rollups => _rollups;

    private Rollup Of(RollupSpan span, long seconds, RollupKey key)
    {
        var place = (span, RollupCover.Floor(seconds, span), key);
        if (!_rollups.TryGetValue(place, out var rollup))
            _rollups.Add(place, rollup = new Rollup());
        return rollup;
    }
}
