using System.Runtime.InteropServices;

namespace MultiLLM.GatewayBench;

/// <summary>Waits for many connections at once, and for parts of a millisecond, which .NET's own ways round away.</summary>
internal static partial class Readiness
{
    private const short Readable = 1;

    private struct Polled
    {
        public int Handle;
        public short Events;
        public short Found;
    }

    private struct Duration
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>Those of the connections that have something to read, or are closed, once there is one or the time is over.</summary>
    public static IReadOnlyList<Connection> Wait(List<Connection> connections, TimeSpan most)
    {
        Span<Polled> polled = connections.Count <= 256 ? stackalloc Polled[connections.Count] : new Polled[connections.Count];
        for (var i = 0; i < polled.Length; i++)
            polled[i] = new Polled { Handle = connections[i].Handle, Events = Readable };
        var duration = new Duration { Seconds = (long)most.TotalSeconds, Nanoseconds = most.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
        if (Poll(polled, (nuint)polled.Length, in duration, 0) <= 0)
            return [];
        var ready = new List<Connection>();
        for (var i = 0; i < polled.Length; i++)
        {
            if (polled[i].Found != 0)
                ready.Add(connections[i]);
        }
        return ready;
    }

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(Span<Polled> polled, nuint count, in Duration most, nint signals);
}
