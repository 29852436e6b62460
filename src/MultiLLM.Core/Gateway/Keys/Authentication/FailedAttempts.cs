using System.Net;

namespace MultiLLM.Core.Gateway.Keys.Authentication;

/// <summary>How many wrong keys each address sent lately, of a bounded number of addresses. Safe from any thread.</summary>
/// <param name="perMinute">So many at once, and so many in a minute.</param>
/// <param name="time">Of the minutes.</param>
internal sealed class FailedAttempts(int perMinute, TimeProvider time)
{
    private const int MostAddresses = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Bucket>> _byAddress = new(StringComparer.Ordinal);
    private readonly LinkedList<Bucket> _byUse = new(); // the longest silent first

    private sealed class Bucket(string address, double left, long at)
    {
        public string Address => address;
        public double Left { get; set; } = left;
        public long At { get; set; } = at;
    }

    /// <summary>Notes one more. How long the address has to wait before the next; null: it need not.</summary>
    public TimeSpan? Note(IPAddress? from)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            var bucket = BucketOf(CallerNetwork.Of(from), now);
            bucket.Left = Math.Min(perMinute, bucket.Left + (time.GetElapsedTime(bucket.At, now).TotalMinutes * perMinute));
            bucket.At = now;
            if (bucket.Left >= 1)
            {
                bucket.Left--;
                return null;
            }
            return TimeSpan.FromMinutes((1 - bucket.Left) / perMinute);
        }
    }

    private Bucket BucketOf(string address, long now)
    {
        if (_byAddress.TryGetValue(address, out var node))
        {
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value;
        }
        if (_byAddress.Count >= MostAddresses)
        {
            _byAddress.Remove(_byUse.First!.Value.Address);
            _byUse.RemoveFirst();
        }
        return (_byAddress[address] = _byUse.AddLast(new Bucket(address, perMinute, now))).Value;
    }
}
