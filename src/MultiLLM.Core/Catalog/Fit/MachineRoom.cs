using Microsoft.Extensions.Options;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Catalog.Fit;

/// <summary>The memory budget by which models are loaded, from outside: what the machine has free, and what the residency snapshot says of each model.</summary>
internal sealed class MachineRoom(IHardware hardware, IResidency residency, IOptions<MultiLLMOptions> options) : IMemoryRoom
{
    private readonly MemoryRules _rules = new(options.Value.MemoryReserveBytes, options.Value.MemoryBudgetBytes);

    public MemoryRoom Read()
    {
        var machine = hardware.Read().Memory;
        var models = residency.Snapshot.Models.Values.Where(model => model.State is ModelState.Loading or ModelState.Ready or ModelState.Unloading).ToList();
        var claims = models.ConvertAll(ClaimOf);
        var budget = MemoryBudget.Of(machine, _rules, claims);
        var idle = models.Where(model => model is { State: ModelState.Ready, InFlight: 0, Waiting: 0, Pinned: false }).Sum(BytesOf);
        return new MemoryRoom(machine.TotalBytes, machine.AvailableBytes, budget.ReserveBytes, budget.FreeBytes, idle)
        {
            OtherBytes = Math.Max(0, machine.TotalBytes - machine.AvailableBytes - claims.Sum(claim => claim.SeenBytes)),
        };
    }

    private static long BytesOf(ModelResidency model) => model.MeasuredBytes > 0 ? model.MeasuredBytes : model.PredictedBytes;

    /// <summary>Of a loaded model only the mapped file still counts as available; how far a load has come is not known.</summary>
    private static MemoryClaim ClaimOf(ModelResidency model)
    {
        var bytes = BytesOf(model);
        var seen = model.State == ModelState.Loading ? 0 : Math.Max(0, bytes - (long)(model.Loaded?.Memory?.ModelBytes ?? 0));
        return new MemoryClaim(bytes, seen, model.State == ModelState.Loading ? bytes : seen);
    }
}
