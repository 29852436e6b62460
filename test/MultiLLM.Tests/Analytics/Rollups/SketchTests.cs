using System.Buffers;
using CsCheck;
using MultiLLM.Core.Analytics.Rollups;

namespace MultiLLM.Tests.Analytics.Rollups;

public sealed class SketchTests
{
    private static readonly Gen<double> s_seconds = Gen.Frequency(
        (8, Gen.Double[-6, 6].Select(exponent => Math.Pow(10, exponent))), (1, Gen.Const(0.0)), (1, Gen.Double[0, 1e-6]));

    private static readonly Gen<double[]> s_values = s_seconds.Array[0, 300];

    [Fact]
    public void Quantile_AnyValues_IsWithinTheStatedErrorOfTheTrueOne() =>
        Gen.Select(s_values, Gen.Double[0, 1]).Sample((values, fraction) =>
        {
            var estimate = Of(values).Quantile(fraction);
            if (values.Length == 0)
            {
                Assert.Equal(0, estimate);
                return;
            }
            var exact = values.Order().First(value => values.Count(other => other <= value) >= (fraction * values.Length) - 1e-9);
            Assert.InRange(estimate, (exact * (1 - Sketch.RelativeError)) - 1.1e-6, (exact * (1 + Sketch.RelativeError)) + 1e-9);
        }, iter: 3000);

    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(3, 0.95, 3)]
    [InlineData(20, 0.95, 19)]
    [InlineData(100, 0.99, 99)]
    public void Quantile_OneToN_IsTheLeastThatSoManyAreNotAbove(int count, double fraction, double exact) =>
        Assert.Equal(exact, Of(Enumerable.Range(1, count).Select(value => (double)value)).Quantile(fraction), (exact * Sketch.RelativeError) + 1e-9);

    [Fact]
    public void Merge_PartsOfTheValues_IsTheSketchOfAllOfThem() =>
        Gen.Select(s_values, s_values, s_values).Sample((a, b, c) =>
        {
            var merged = Of(a);
            merged.Merge(Of(b));
            merged.Merge(Of(c));
            AssertSame(Of([.. a, .. b, .. c]), merged);
        });

    [Fact]
    public void Merge_InAnyOrder_IsTheSame() =>
        Gen.Select(s_values, s_values).Sample((a, b) =>
        {
            var (one, other) = (Of(a), Of(b));
            one.Merge(Of(b));
            other.Merge(Of(a));
            AssertSame(one, other);
        });

    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => s_values.Sample(values => AssertSame(Of(values), Read(Written(Of(values)))));

    [Fact]
    public void Read_AnyBytes_IsASketchOrSaysThatItIsNone() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            try
            {
                Read((byte[])[1, .. bytes]).Quantile(0.5);
            }
            catch (InvalidDataException)
            {
                // said so
            }
        }, iter: 20_000);

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(-1, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Add_ImpossibleValue_BreaksNothing(double value, long count)
    {
        var sketch = new Sketch();
        sketch.Add(value);

        Assert.Equal(count, sketch.Count);
        Assert.True(double.IsFinite(sketch.Sum) && double.IsFinite(sketch.Quantile(1)));
    }

    private static Sketch Of(IEnumerable<double> values)
    {
        var sketch = new Sketch();
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }

    private static ReadOnlyMemory<byte> Written(Sketch sketch)
    {
        var output = new ArrayBufferWriter<byte>();
        sketch.Write(output);
        return output.WrittenMemory;
    }

    private static Sketch Read(ReadOnlyMemory<byte> bytes)
    {
        var input = new PackedReader(bytes.Span);
        return Sketch.Read(ref input);
    }

    private static void AssertSame(Sketch expected, Sketch actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Sum, actual.Sum, expected.Sum * 1e-9);
        foreach (var fraction in (double[])[0, 0.01, 0.25, 0.5, 0.75, 0.95, 0.99, 1])
            Assert.Equal(expected.Quantile(fraction), actual.Quantile(fraction));
    }
}
