using System.Globalization;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>
/// Decides how many layers go to which GPU. The engine takes layers from the end: the output layer first, then the last layers; on several
/// GPUs each holds a run of neighbouring layers, in the order of the GPUs.
/// </summary>
internal static class GpuPlacer
{
    private const long LeastReserve = 512L * 1024 * 1024; // the driver's context, and what the screen may want
    private const int ReserveParts = 20;
    private const int FillSteps = 32;

    /// <param name="shape">The model's.</param>
    /// <param name="plan">The sizes it is loaded with; <see cref="LoadPlan.GpuLayers"/> is the most that is wanted.</param>
    /// <param name="footprint">What it takes as a whole.</param>
    /// <param name="gpus">Those that the engine can use, in its order.</param>
    public static GpuPlacement Place(ModelShape shape, LoadPlan plan, Footprint footprint, IReadOnlyList<UsableGpu> gpus)
    {
        if (gpus.Count == 0)
            return GpuPlacement.Processor("On the processor: there is no GPU the engine can use.");
        var bytes = LayerBytes.Of(shape, plan, footprint.KvBytes);
        var wanted = plan.GpuLayers < 0 ? bytes.Length : Math.Min(plan.GpuLayers, bytes.Length);
        var rooms = gpus.Select(gpu => Room(gpu, footprint.ComputeBytes)).ToArray();

        var layers = wanted;
        while (layers > 0 && Fill(bytes, layers, rooms) is null)
            layers--;
        if (layers < 2) // the output layer alone would only add two transfers to each token
            return GpuPlacement.Processor(wanted == 0 ? "On the processor, as asked." : DoesNotFit(shape, bytes, gpus, footprint.ComputeBytes));
        var shares = Shares(gpus, OnOne(bytes, layers, rooms) ?? Evenly(bytes, layers, rooms), bytes, layers, footprint.ComputeBytes);
        return new GpuPlacement(shares, Told(shape, shares, layers));
    }

    /// <summary>What a GPU has left for layers.</summary>
    private static long Room(UsableGpu gpu, long computeBytes) =>
        Math.Max(0, gpu.Device.FreeBytes - Math.Max(LeastReserve, gpu.Device.TotalBytes / ReserveParts) - computeBytes);

    /// <summary>One GPU that holds them all spares the transfers between several: the roomiest.</summary>
    private static int[]? OnOne(long[] bytes, int layers, long[] rooms)
    {
        var roomiest = Array.IndexOf(rooms, rooms.Max());
        return Fill(bytes, layers, [rooms[roomiest]]) is null ? null : [.. rooms.Select((_, i) => i == roomiest ? layers : 0)];
    }

    /// <summary>Layers by GPU such that none is filled much further than the others.</summary>
    private static int[] Evenly(long[] bytes, int layers, long[] rooms)
    {
        for (var step = 1; step < FillSteps; step++)
        {
            if (Fill(bytes, layers, [.. rooms.Select(room => room / FillSteps * step)]) is { } even)
                return even;
        }
        return Fill(bytes, layers, rooms)!;
    }

    /// <summary>Puts the last <paramref name="layers"/> into the rooms one after the other; null: they do not fit.</summary>
    private static int[]? Fill(long[] bytes, int layers, long[] rooms)
    {
        var counts = new int[rooms.Length];
        var gpu = 0;
        var left = rooms[0];
        for (var i = bytes.Length - layers; i < bytes.Length; i++)
        {
            while (bytes[i] > left)
            {
                if (++gpu == rooms.Length)
                    return null;
                left = rooms[gpu];
            }
            left -= bytes[i];
            counts[gpu]++;
        }
        return counts;
    }

    private static List<GpuShare> Shares(IReadOnlyList<UsableGpu> gpus, int[] counts, long[] bytes, int layers, long computeBytes)
    {
        var shares = new List<GpuShare>();
        var next = bytes.Length - layers;
        for (var i = 0; i < gpus.Count; i++)
        {
            if (counts[i] > 0)
                shares.Add(new GpuShare(gpus[i], counts[i], bytes.AsSpan(next, counts[i]).ToArray().Sum() + computeBytes));
            next += counts[i];
        }
        return shares;
    }

    private static string Told(ModelShape shape, List<GpuShare> shares, int layers)
    {
        var all = shape.Layers.Count;
        var count = layers > all ? $"All {all} layers" : $"{layers - 1} of {all} layers";
        return $"{count} on {string.Join(" and ", shares.Select(share =>
            $"{share.Gpu.Device.Name}: {Size(share.Bytes)} of {Size(share.Gpu.Device.FreeBytes)} GB free"))}.";
    }

    private static string DoesNotFit(ModelShape shape, long[] bytes, IReadOnlyList<UsableGpu> gpus, long computeBytes)
    {
        var best = gpus.MaxBy(gpu => gpu.Device.FreeBytes)!.Device;
        return $"On the processor: of {shape.Layers.Count} layers none fits {best.Name}, which has {Size(best.FreeBytes)} GB free; the last layer and the output "
            + $"need {Size(bytes[^1] + (bytes.Length > 1 ? bytes[^2] : 0) + computeBytes)} GB beside a reserve of {Size(Math.Max(LeastReserve, best.TotalBytes / ReserveParts))} GB.";
    }

    private static string Size(long bytes) => (bytes / 1e9).ToString("0.0", CultureInfo.InvariantCulture);
}
