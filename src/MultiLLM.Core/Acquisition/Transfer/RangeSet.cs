namespace MultiLLM.Core.Acquisition.Transfer;

/// <summary>Which bytes are there: ranges in order, apart from each other.</summary>
internal sealed class RangeSet
{
    private readonly List<ByteRange> _ranges = [];

    public IReadOnlyList<ByteRange> Ranges => _ranges;

    public long Bytes { get; private set; }

    /// <summary>Adds a range; how many of its bytes are new.</summary>
    public long Add(ByteRange added)
    {
        if (added.Length <= 0)
            return 0;
        var first = _ranges.FindIndex(range => range.End >= added.Start);
        if (first < 0)
            first = _ranges.Count;
        var (merged, last, before) = (added, first, Bytes);
        for (; last < _ranges.Count && _ranges[last].Start <= added.End; last++)
        {
            merged = new ByteRange(Math.Min(merged.Start, _ranges[last].Start), Math.Max(merged.End, _ranges[last].End));
            Bytes -= _ranges[last].Length;
        }
        _ranges.RemoveRange(first, last - first);
        _ranges.Insert(first, merged);
        Bytes += merged.Length;
        return Bytes - before;
    }

    /// <summary>What a file of this size still lacks, in pieces of at most <paramref name="pieceBytes"/>.</summary>
    public IEnumerable<ByteRange> Missing(long size, long pieceBytes)
    {
        var position = 0L;
        foreach (var range in _ranges.Append(new ByteRange(size, size)))
        {
            while (position < range.Start)
            {
                var end = position + Math.Min(pieceBytes, range.Start - position);
                yield return new ByteRange(position, end);
                position = end;
            }
            position = Math.Max(position, range.End);
        }
    }
}
