using System.Buffers.Binary;
using CsCheck;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Shared.Charts;

namespace MultiLLM.Dashboard.Tests.Shared.Charts;

public sealed class ChartDataTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pack_TwoPeriodsAndOneSeries_IsTimesThenValues()
    {
        var packed = Data([1.5, double.NaN]).Pack();

        Assert.Equal(4 * sizeof(double), packed.Length);
        Assert.Equal(s_start.ToUnixTimeSeconds(), Number(packed, 0));
        Assert.Equal(s_start.AddMinutes(1).ToUnixTimeSeconds(), Number(packed, 1));
        Assert.Equal(1.5, Number(packed, 2));
        Assert.True(double.IsNaN(Number(packed, 3)));
    }

    [Fact]
    public void Of_PeriodsWithoutRequests_AreZeroWhereValuesAddUpAndGapsElsewhere()
    {
        var trend = new TrendSeries([new TrendPoint(s_start, 0, 0), new TrendPoint(s_start.AddMinutes(1), 2, 7)]);

        Assert.Equal([0, 7], ChartSeries.Of("Requests", ChartUnit.Count, trend).Values);
        Assert.Equal([double.NaN, 7], ChartSeries.Of("Latency", ChartUnit.Seconds, trend).Values);
    }

    [Fact]
    public void Table_AnyLength_IsBoundedAndKeepsTheSum() =>
        Gen.Int[0, 9].Array[1, 2000].Sample(values =>
        {
            var rows = ChartTable.Of(Data([.. values.Select(value => (double)value)]));

            Assert.True(rows.Count <= ChartTable.MostRows);
            Assert.Equal(values.Sum(), rows.Sum(row => row.Values[0]));
            Assert.True(rows.Zip(rows.Skip(1)).All(pair => pair.First.Start == pair.Second.End));
        });

    [Fact]
    public void Summary_SaysSumsOfWhatAddsUpAndOnlyTheHighestOfTheRest()
    {
        var data = Data([1, 2]);
        data = data with { Series = [.. data.Series, new ChartSeries("Latency", ChartUnit.Seconds, [0.5, double.NaN]), new ChartSeries("Nothing", ChartUnit.Seconds, [double.NaN, double.NaN])] };

        Assert.Equal(
            "Traffic. Requests: 3 in all, highest 2; Latency: highest 500 ms; Nothing: no values. The table has all values.", ChartWords.Summary("Traffic", data));
    }

    private static ChartData Data(IReadOnlyList<double> values) => new(
        [.. Enumerable.Range(0, values.Count).Select(index => s_start.AddMinutes(index))], s_start.AddMinutes(values.Count),
        [new ChartSeries("Requests", ChartUnit.Count, values)]);

    private static double Number(byte[] packed, int index) => BinaryPrimitives.ReadDoubleLittleEndian(packed.AsSpan(index * sizeof(double)));
}
