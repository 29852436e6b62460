using CsCheck;
using MultiLLM.Core.Health.Degradation;

namespace MultiLLM.Tests.Health;

public sealed class DaySumsTests
{
    private static readonly Gen<double[]> s_values = Gen.Double[-10, 10].Array[1, 60];

    [Fact]
    public void Plus_PartsAndWhole_AreTheSame() => Gen.Select(s_values, s_values).Sample((one, two) =>
    {
        var whole = Of([.. one, .. two]);
        var parts = Of(one).Plus(Of(two));

        Assert.Equal(whole.Count, parts.Count);
        Assert.Equal(whole.Mean, parts.Mean, 1e-9);
        Assert.Equal(whole.Squares, parts.Squares, 1e-6);
    });

    [Fact]
    public void Add_DaysGoBy_SevenAreKept()
    {
        var sums = new DaySums(cuts: true);
        for (var day = 100; day < 120; day++)
            sums.Add(day, day);

        Assert.Equal(Enumerable.Range(113, 7), sums.All.Select(day => day.Day));
        Assert.Equal(7, sums.Count);
    }

    [Fact]
    public void Add_FarOff_CountsAsLessFarOff()
    {
        var sums = new DaySums(cuts: true);
        for (var i = 0; i < 50; i++)
            sums.Add(i % 2 == 0 ? 1 : 1.2, 1);

        sums.Add(1e6, 1);

        Assert.InRange(sums.Mean, 1.09, 1.2);
    }

    private static DaySum Of(double[] values) => values.Aggregate(new DaySum(1, 0, 0, 0), (sum, value) => sum.With(value));
}
