using System.Buffers;

namespace MultiLLM.Core.Analytics.Rollups;

/// <summary>
/// A histogram of durations or speeds in logarithmic buckets. Two merge by adding their buckets, exactly as if all values had gone into one, and any
/// quantile is within <see cref="RelativeError"/> of the true one. After Masson, Rim and Lee, "DDSketch", VLDB 2019.
/// </summary>
internal sealed class Sketch
{
    public const double RelativeError = 0.02;

    /// <summary>Values below count as zero, those above as this: a microsecond, and thirty years.</summary>
    private const double Least = 1e-6;
    private const double Most = 1e9;
    private const double Growth = (1 + RelativeError) / (1 - RelativeError);
    private const byte Version = 1;

    /// <summary>0.95 · 20 is a little more than 19 in the machine's numbers.</summary>
    private const double Rounding = 1e-9;

    private static readonly double s_perLog = 1 / Math.Log(Growth);

    private long[] _counts = [];
    private int _first;
    private long _zeros;

    public long Count { get; private set; }
    public double Sum { get; private set; }
    public double Mean => Count > 0 ? Sum / Count : 0;

    public void Add(double value)
    {
        if (double.IsNaN(value))
            return;
        value = Math.Clamp(value, 0, Most);
        Count++;
        Sum += value;
        if (value < Least)
        {
            _zeros++;
            return;
        }
        var bucket = IndexOf(value);
        var place = Place(bucket, bucket); // may take another array
        _counts[place]++;
    }

    public void Merge(Sketch other)
    {
        Count += other.Count;
        Sum += other.Sum;
        _zeros += other._zeros;
        if (other._counts.Length == 0)
            return;
        var start = Place(other._first, other._first + other._counts.Length - 1);
        for (var i = 0; i < other._counts.Length; i++)
            _counts[start + i] += other._counts[i];
    }

    /// <summary>The least value that this part of all values is not above.</summary>
    /// <param name="fraction">0 to 1; of few values 0.95 is the greatest.</param>
    /// <returns>0 where there is no value.</returns>
    public double Quantile(double fraction)
    {
        var rank = Math.Max(0, (long)Math.Ceiling((fraction * Count) - Rounding) - 1);
        var seen = _zeros;
        if (Count == 0 || rank < seen)
            return 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (rank < seen)
                return 2 * Math.Pow(Growth, _first + i) / (Growth + 1);
        }
        return Most;
    }

    /// <summary>Version, zeros, sum, first bucket, number of buckets, their counts; numbers in as many bytes as they need.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var (from, to) = Occupied();
        var bytes = new PackedWriter(output);
        bytes.Byte(Version);
        bytes.Count(_zeros);
        bytes.Number(Sum);
        bytes.Signed(from < to ? _first + from : 0);
        bytes.Count(to - from);
        for (var i = from; i < to; i++)
            bytes.Count(_counts[i]);
    }

    /// <exception cref="InvalidDataException">These bytes are no sketch.</exception>
    public static Sketch Read(ref PackedReader input)
    {
        if (input.Byte() != Version)
            throw new InvalidDataException("The histogram has an unknown version.");
        var sketch = new Sketch { _zeros = input.Count(), Sum = input.Number(), _first = input.Signed() };
        var length = input.Count();
        if (length > IndexOf(Most) - IndexOf(Least) + 1)
            throw new InvalidDataException("The histogram has too many buckets.");
        sketch._counts = new long[length];
        sketch.Count = sketch._zeros;
        for (var i = 0; i < sketch._counts.Length; i++)
            sketch.Count += sketch._counts[i] = input.Count();
        return sketch;
    }

    private static int IndexOf(double value) => (int)Math.Ceiling(Math.Log(value) * s_perLog);

    /// <summary>Makes room for these buckets; where the first of them lies.</summary>
    private int Place(int first, int last)
    {
        if (_counts.Length == 0)
            (_counts, _first) = (new long[last - first + 1], first);
        var (low, high) = (Math.Min(_first, first), Math.Max(_first + _counts.Length - 1, last));
        if (high - low + 1 > _counts.Length)
        {
            var wider = new long[high - low + 1];
            _counts.CopyTo(wider, _first - low);
            (_counts, _first) = (wider, low);
        }
        return first - _first;
    }

    private (int From, int To) Occupied()
    {
        var (from, to) = (0, _counts.Length);
        while (from < to && _counts[from] == 0)
            from++;
        while (to > from && _counts[to - 1] == 0)
            to--;
        return (from, to);
    }
}
