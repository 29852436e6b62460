using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Models.Acting;

namespace MultiLLM.Dashboard.Overview;

public enum MemoryPart
{
    Others,
    Model,
    Free,

    /// <summary>Free, but the service is told not to use it.</summary>
    OffLimits,
    Reserve,
}

/// <param name="Part">Whose it is.</param>
/// <param name="Name">For a person; a model's id.</param>
/// <param name="Bytes">It holds, or will hold while it loads.</param>
/// <param name="PredictedBytes">Of a model: what was expected.</param>
/// <param name="Colour">Of a model: 1 to 6.</param>
public sealed record MemoryShare(MemoryPart Part, string Name, long Bytes, long? PredictedBytes = null, int Colour = 0);

/// <summary>Main memory, and who has it. The shares add up to the whole.</summary>
/// <param name="TotalBytes">That the service may see.</param>
/// <param name="ModelBytes">All models together.</param>
/// <param name="AllowedBytes">That models may hold together now.</param>
/// <param name="Shares">In the order of the picture.</param>
public sealed record MemoryPicture(long TotalBytes, long ModelBytes, long AllowedBytes, IReadOnlyList<MemoryShare> Shares)
{
    private const int Colours = 6;

    /// <summary>Less than this share of the memory is a matter of rounding, not of a limit.</summary>
    private const double Noise = 0.01;

    /// <returns>Null: not known yet.</returns>
    public static MemoryPicture? Of(ResourcesReport? resources, ResidencyReport? residency)
    {
        if (resources is not { Memory: { } memory, Room: { } room })
            return null;
        var models = (residency?.Models ?? []).Where(model => ModelStates.IsInMemory(model.State))
            .Select((model, index) => new MemoryShare(
                MemoryPart.Model, model.Id, model.MeasuredBytes ?? model.PredictedBytes ?? 0, model.PredictedBytes, (index % Colours) + 1))
            .ToList();
        var held = models.Sum(model => model.Bytes);

        // Mapped model files count as available to the system, so what is left of the whole is shared out in this order.
        var left = memory.TotalBytes;
        var others = Take(room.OtherBytes);
        Take(held);
        var free = Take(Math.Max(0, room.FreeBytes));
        var reserve = Take(room.ReserveBytes);
        List<MemoryShare> shares = [new(MemoryPart.Others, "Other programs", others), .. models, new(MemoryPart.Free, "Free for models", free)];
        if (left > memory.TotalBytes * Noise)
            shares.Add(new(MemoryPart.OffLimits, "Free, but beyond the models' limit", left));
        shares.Add(new(MemoryPart.Reserve, "Kept free", reserve));
        return new(memory.TotalBytes, held, held + Math.Max(0, room.FreeBytes), shares);

        long Take(long bytes)
        {
            var taken = Math.Min(left, bytes);
            left -= taken;
            return taken;
        }
    }
}
