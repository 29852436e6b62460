using System.Globalization;
using MultiLLM.Core.Events;

namespace MultiLLM.Core.Monitoring;

/// <summary>Notices when the models' disk gets full and when there is room again. Between the two limits nothing changes.</summary>
internal sealed class DiskPressure
{
    private const long LeastLimit = 1_000_000_000;
    private const long MostLimit = 10_000_000_000;
    private const int LowParts = 50;
    private const double Recovered = 1.5;

    private bool _isLow;

    /// <summary>At this moment. A disk that tells nothing is not low.</summary>
    public static bool IsLow(DiskStanding disk) => disk.TotalBytes > 0 && disk.FreeBytes < LowBytes(disk);

    /// <summary>Null: nothing new.</summary>
    public SystemEvent? Observe(DiskStanding disk)
    {
        if (disk.TotalBytes <= 0)
            return null;
        if (!_isLow && IsLow(disk))
        {
            _isLow = true;
            return Event(EventKinds.DiskLow, $"The disk of {disk.Folder} is nearly full: {Told(disk)}.", disk);
        }
        if (_isLow && disk.FreeBytes >= LowBytes(disk) * Recovered)
        {
            _isLow = false;
            return Event(EventKinds.DiskRecovered, $"There is room on the disk of {disk.Folder} again: {Told(disk)}.", disk);
        }
        return null;
    }

    /// <summary>A fiftieth, but what is much on a small disk is enough on a large one. A disk smaller than ten times the least is judged by a tenth of it.</summary>
    private static long LowBytes(DiskStanding disk) => Math.Min(disk.TotalBytes / 10, Math.Clamp(disk.TotalBytes / LowParts, LeastLimit, MostLimit));

    private static SystemEvent Event(string kind, string message, DiskStanding disk) => new() { Kind = kind, Message = message, Bytes = disk.FreeBytes };

    private static string Told(DiskStanding disk) =>
        string.Create(CultureInfo.InvariantCulture, $"{disk.FreeBytes / 1e9:0.00} of {disk.TotalBytes / 1e9:0.0} GB are free");
}
