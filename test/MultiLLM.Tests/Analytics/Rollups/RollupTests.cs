using CsCheck;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Rollups;

namespace MultiLLM.Tests.Analytics.Rollups;

public sealed class RollupTests
{
    private static readonly Gen<RequestRecord> s_record =
        Gen.Select(Gen.Enum<RequestOutcome>(), Gen.Double[0.001, 100], Gen.Int[0, 4000], Gen.Int[0, 200_000], Gen.Int[0, 2].Select(i => i == 0 ? "a" : i == 1 ? "b" : null)).Select(
            (outcome, seconds, tokens, second, model) => Records.Answered(Records.Noon.AddSeconds(second), "a", seconds) with
            {
                ModelUsed = model,
                Outcome = outcome,
                CompletionTokens = tokens,
                Cost = tokens % 3 == 0 ? null : tokens / 1000.0,
            });

    [Fact]
    public void Merge_PartsOfTheRequests_IsTheRollupOfAllOfThem() =>
        Gen.Select(s_record.Array[0, 100], s_record.Array[0, 100]).Sample((a, b) =>
        {
            var merged = Of(a);
            merged.Merge(Of(b));
            AssertSame(Of([.. a, .. b]), merged);
        });

    [Fact]
    public void Unpack_WhatWasPacked_IsTheSame() => s_record.Array[0, 100].Sample(records => AssertSame(Of(records), Rollup.Unpack(Of(records).Pack().Span)));

    /// <summary>Databases hold figures of versions that knew no cost.</summary>
    [Fact]
    public void Unpack_WithoutCost_HasNone()
    {
        var packed = Of([Records.Answered() with { Cost = 2 }, Records.Answered()]).Pack().Span;

        Assert.Equal(2, Rollup.Unpack(packed).Cost);
        Assert.Equal((0, 2), (Rollup.Unpack(packed[..^sizeof(double)]).Cost, Rollup.Unpack(packed[..^sizeof(double)]).Requests));
    }

    [Fact]
    public void RollupBatch_AnyRequests_EachSpanAddsUpToAllOfThem() =>
        s_record.Array[0, 200].Sample(records =>
        {
            var batch = new RollupBatch(records);
            foreach (var span in Enum.GetValues<RollupSpan>())
            {
                var sum = new Rollup();
                foreach (var ((kind, start, _), rollup) in batch.Rollups)
                {
                    Assert.Equal(0, start % (long)kind);
                    if (kind == span)
                        sum.Merge(rollup);
                }
                AssertSame(Of(records), sum);
            }
        });

    [Fact]
    public void RollupBatch_ComparisonsRequests_CountInNoFigures() =>
        Assert.Equal(1, new RollupBatch([Records.Answered(), Records.Answered() with { Dialect = RequestRecord.ComparisonDialect }])
            .Rollups.Single(rollup => rollup.Key.Span == RollupSpan.Day).Value.Requests);

    [Fact]
    public void RollupCover_AnyPeriod_IsCoveredOnceByAtMostFiveRanges() =>
        Gen.Select(Gen.Long[0, 60_000_000], Gen.Long[0, 3_000_000]).Sample((startMinute, minutes) =>
        {
            var (from, to) = (startMinute * 60, (startMinute + minutes) * 60);
            var ranges = RollupCover.Of(from, to).ToList();
            Assert.InRange(ranges.Count, minutes == 0 ? 0 : 1, 5);
            var at = from;
            foreach (var range in ranges)
            {
                Assert.Equal(at, range.From);
                Assert.True(range.From < range.To && range.From % (long)range.Span == 0 && range.To % (long)range.Span == 0, $"{range}");
                at = range.To;
            }
            Assert.Equal(to, at);
        });

    [Fact]
    public void RollupCover_ThirtyDays_TakesDaysInTheMiddle()
    {
        var from = new DateTimeOffset(2026, 3, 1, 10, 30, 0, TimeSpan.Zero).ToUnixTimeSeconds();

        var ranges = RollupCover.Of(from, from + (30 * 86_400)).ToList();

        Assert.Equal([RollupSpan.Minute, RollupSpan.Hour, RollupSpan.Day, RollupSpan.Hour, RollupSpan.Minute], ranges.Select(range => range.Span));
        Assert.Equal([30, 13, 29, 10, 30], ranges.Select(range => (range.To - range.From) / (long)range.Span));
    }

    private static Rollup Of(IEnumerable<RequestRecord> records)
    {
        var rollup = new Rollup();
        foreach (var record in records)
            rollup.Add(record);
        return rollup;
    }

    internal static void AssertSame(Rollup expected, Rollup actual)
    {
        Assert.Equal(Counts(expected), Counts(actual));
        Assert.Equal(expected.MachineSeconds, actual.MachineSeconds, 1e-6);
        Assert.Equal(expected.Cost, actual.Cost, 1e-6);
        Assert.Equal(expected.Latency.Sum, actual.Latency.Sum, 1e-6);
        foreach (var fraction in (double[])[0, 0.5, 0.95, 1])
        {
            Assert.Equal(expected.Latency.Quantile(fraction), actual.Latency.Quantile(fraction));
            Assert.Equal(expected.TimeToFirstToken.Quantile(fraction), actual.TimeToFirstToken.Quantile(fraction));
        }
    }

    private static long[] Counts(Rollup r) =>
    [
        r.Requests, r.Succeeded, r.Failed, r.Refused, r.Cancelled, r.Superseded, r.PromptTokens, r.CachedTokens, r.CompletionTokens,
        r.Latency.Count, r.TimeToFirstToken.Count, r.TokensPerSecond.Count, r.Queue.Count, r.Load.Count,
    ];
}
