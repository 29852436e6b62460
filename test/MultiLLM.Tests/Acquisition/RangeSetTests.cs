using CsCheck;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Acquisition.Transfer;

namespace MultiLLM.Tests.Acquisition;

public sealed class RangeSetTests
{
    private const int Size = 60;

    private static readonly Gen<(int Start, int Length)[]> Additions = Gen.Select(Gen.Int[0, Size - 1], Gen.Int[0, 20]).Array[0, 12];

    [Fact]
    public void Add_AnyRanges_KnowsExactlyTheirBytes() => Additions.Sample(additions =>
    {
        var (set, bytes) = (new RangeSet(), new bool[Size + 20]);
        foreach (var (start, length) in additions)
        {
            var isNew = Enumerable.Range(start, length).Count(i => !bytes[i]);
            Assert.Equal(isNew, set.Add(new ByteRange(start, start + length)));
            Array.Fill(bytes, true, start, length);
        }

        Assert.Equal(bytes.Count(b => b), set.Bytes);
        Assert.Equal(Enumerable.Range(0, bytes.Length).Where(i => bytes[i]), set.Ranges.SelectMany(Bytes));
        Assert.All(set.Ranges.Zip(set.Ranges.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start));
    });

    [Fact]
    public void Missing_AnyRanges_AreTheOthersInSmallPieces() => Gen.Select(Additions, Gen.Int[1, 30]).Sample((additions, piece) =>
    {
        var set = new RangeSet();
        foreach (var (start, length) in additions)
            set.Add(new ByteRange(start, Math.Min(Size, start + length)));

        var missing = set.Missing(Size, piece).ToArray();

        Assert.All(missing, range => Assert.InRange(range.Length, 1, piece));
        Assert.Equal(Enumerable.Range(0, Size).Except(set.Ranges.SelectMany(Bytes)), missing.SelectMany(Bytes));
    });

    private static IEnumerable<int> Bytes(ByteRange range) => Enumerable.Range((int)range.Start, (int)range.Length);
}
