using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Live;

/// <summary>
/// Tells whether a report says something new. Memory, disk and processor figures waver all the time; what differs less than a person would notice
/// counts as the same, so that pages are drawn again only when there is something to see.
/// </summary>
internal static class Steady
{
    /// <summary>Share of the whole that memory or disk must change by.</summary>
    private const double BytesStep = 0.005;

    /// <summary>Of the processor's or a GPU's time.</summary>
    private const double UtilizationStep = 0.03;

    /// <returns><paramref name="before"/> itself where nothing is new.</returns>
    public static ResourcesReport Of(ResourcesReport? before, ResourcesReport now) =>
        before is not null && Same(Calmed(before, now), before, ApiJsonContext.Default.ResourcesReport) ? before : now;

    /// <returns><paramref name="before"/> itself where nothing is new.</returns>
    public static ResidencyReport Of(ResidencyReport? before, ResidencyReport now) =>
        before is not null && Same(Calmed(before, now), Calmed(before, before), ApiJsonContext.Default.ResidencyReport) ? before : now;

    /// <returns><paramref name="before"/> itself where nothing is new.</returns>
    public static HealthOverview Of(HealthOverview? before, HealthOverview now) =>
        before is not null && Same(now, before, ApiJsonContext.Default.HealthOverview) ? before : now;

    private static ResourcesReport Calmed(ResourcesReport before, ResourcesReport now) => now with
    {
        Memory = now.Memory with { AvailableBytes = Bytes(before.Memory.AvailableBytes, now.Memory.AvailableBytes, now.Memory.TotalBytes) },
        Room = now.Room is { } room && before.Room is { } earlier
            ? room with
            {
                FreeBytes = Bytes(earlier.FreeBytes, room.FreeBytes, now.Memory.TotalBytes),
                OtherBytes = Bytes(earlier.OtherBytes, room.OtherBytes, now.Memory.TotalBytes),
                ReclaimableBytes = Bytes(earlier.ReclaimableBytes, room.ReclaimableBytes, now.Memory.TotalBytes),
            }
            : now.Room,
        Cpu = now.Cpu with { Utilization = Utilization(before.Cpu.Utilization, now.Cpu.Utilization) },
        Disk = now.Disk with { FreeBytes = Bytes(before.Disk.FreeBytes, now.Disk.FreeBytes, now.Disk.TotalBytes) },
        Gpus = now.Gpus.Count != before.Gpus.Count ? now.Gpus :
        [
            .. now.Gpus.Zip(before.Gpus, (gpu, earlier) => gpu with
            {
                FreeBytes = Bytes(earlier.FreeBytes, gpu.FreeBytes, gpu.TotalBytes), Utilization = Utilization(earlier.Utilization, gpu.Utilization),
            }),
        ],
    };

    /// <summary>How long a model is idle follows from when it was used last.</summary>
    private static ResidencyReport Calmed(ResidencyReport before, ResidencyReport now)
    {
        var earlier = before.Models.ToDictionary(model => model.Id, model => model.MeasuredBytes ?? 0);
        return now with
        {
            MeasuredBytes = Bytes(before.MeasuredBytes, now.MeasuredBytes, now.MeasuredBytes),
            Models =
            [
                .. now.Models.Select(model => model with
                {
                    IdleSeconds = null,
                    MeasuredBytes = model.MeasuredBytes is { } bytes ? Bytes(earlier.GetValueOrDefault(model.Id), bytes, bytes) : null,
                }),
            ],
        };
    }

    private static long Bytes(long before, long now, long whole) => Math.Abs(now - before) < whole * BytesStep ? before : now;

    private static double? Utilization(double? before, double? now) =>
        before is { } earlier && now is { } later && Math.Abs(later - earlier) < UtilizationStep ? earlier : now;

    private static bool Same<T>(T one, T other, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToUtf8Bytes(one, type).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, type));
}
