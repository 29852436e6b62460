namespace MultiLLM.Core.Hardware.Memory;

/// <summary>
/// Where there is no /proc: what the .NET runtime knows. It counts the machine's memory, job objects included, when it collects garbage, so
/// the figure for what is available is as old as the last collection; a small one is ordered where there has been none for a while.
/// </summary>
internal sealed class RuntimeMemory(TimeProvider time) : IMemoryProbe
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private long _collections = -1;
    private long _seenAt;

    public MemoryStanding Read()
    {
        var info = Fresh();
        var total = info.TotalAvailableMemoryBytes;
        return new MemoryStanding(total, Math.Clamp(total - info.MemoryLoadBytes, 0, total), Platform);
    }

    private static string Platform => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "runtime";

    private GCMemoryInfo Fresh()
    {
        lock (_gate)
        {
            var info = GC.GetGCMemoryInfo();
            if (info.Index == _collections && time.GetElapsedTime(_seenAt) > MaxAge || info.Index == 0)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                info = GC.GetGCMemoryInfo();
            }
            if (info.Index != _collections)
                (_collections, _seenAt) = (info.Index, time.GetTimestamp());
            return info;
        }
    }
}
