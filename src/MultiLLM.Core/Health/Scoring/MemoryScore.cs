using MultiLLM.Core.Hardware;
using static MultiLLM.Core.Health.Scoring.HealthTexts;

namespace MultiLLM.Core.Health.Scoring;

/// <summary>What main memory costs. Pure.</summary>
internal static class MemoryScore
{
    private const int Scarce = 20;
    private const int Tight = 8;
    private const int TightParts = 10;

    public static bool IsTight(MemoryStanding memory) => memory.AvailableBytes < memory.TotalBytes / TightParts;

    public static HealthDeduction? Of(HealthInputs inputs)
    {
        var memory = inputs.Memory;
        var isScarce = Monitoring.MemoryPressure.IsScarce(memory);
        if (!isScarce && !IsTight(memory))
            return null;
        var reason = $"{Bytes(memory.AvailableBytes)} of {Bytes(memory.TotalBytes)} of memory are available{(isScarce ? "; models may be swapped out or ended" : "")}.";
        return MostIdle(inputs) is { } idle
            ? new(HealthPart.Memory, isScarce ? Scarce : Tight, null, reason, Unload(idle, inputs.Now), HealthAction.Unload, idle.ModelId)
            : new(HealthPart.Memory, isScarce ? Scarce : Tight, null, reason, "End other programs that hold memory, or allow models less with MemoryBudgetBytes or a smaller ContextLength.");
    }
}
