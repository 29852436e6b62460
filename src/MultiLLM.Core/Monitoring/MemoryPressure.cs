using System.Globalization;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hardware;

namespace MultiLLM.Core.Monitoring;

/// <summary>
/// Notices when main memory gets scarce and when it is plentiful again. Between the two limits nothing changes, so that a figure that
/// sways around one of them does not fill the log.
/// </summary>
internal sealed class MemoryPressure
{
    private const long LeastLimit = 256_000_000;
    private const int LowParts = 20;
    private const int RecoveredParts = 12;

    private bool _isLow;

    /// <summary>At this moment.</summary>
    public static bool IsScarce(MemoryStanding memory) => memory.AvailableBytes < LowBytes(memory);

    /// <summary>Null: nothing new.</summary>
    public SystemEvent? Observe(MemoryStanding memory)
    {
        var low = LowBytes(memory);
        if (!_isLow && memory.AvailableBytes < low)
        {
            _isLow = true;
            return Event(EventKinds.MemoryLow, $"Memory is scarce: {Told(memory)}. The system may end processes or swap.", memory);
        }
        if (_isLow && memory.AvailableBytes >= Math.Max(low, memory.TotalBytes / RecoveredParts))
        {
            _isLow = false;
            return Event(EventKinds.MemoryRecovered, $"Memory is no longer scarce: {Told(memory)}.", memory);
        }
        return null;
    }

    private static long LowBytes(MemoryStanding memory) => Math.Max(LeastLimit, memory.TotalBytes / LowParts);

    private static SystemEvent Event(string kind, string message, MemoryStanding memory) =>
        new() { Kind = kind, Message = message, Bytes = memory.AvailableBytes };

    private static string Told(MemoryStanding memory) => string.Create(
        CultureInfo.InvariantCulture, $"{memory.AvailableBytes / 1e9:0.00} of {memory.TotalBytes / 1e9:0.0} GB are available");
}
