using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency;

/// <summary>The scheduler's words.</summary>
internal static class Reasons
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public static Error Stopping { get; } = new(ErrorCode.ShuttingDown, "The service is shutting down.");

    public static Error Full(string message) => new(ErrorCode.QueueFull, message, RetryAfter: RetryAfter);

    public static Error NotAtOnce(string modelId) => new(ErrorCode.ModelBusy, $"{modelId} is not loaded, or has no slot free.");

    public static string Loading(WaitingRoom.Group group, LoadSize size)
    {
        var why = group.Oldest.Demand.Cause switch
        {
            LoadCause.Preload => "The configuration names it under Preload.",
            LoadCause.Explicit => "Its load was asked for.",
            _ => group.Waiters.Count == 1 ? "A request needs it." : $"{group.Waiters.Count} requests need it.",
        };
        return size.Shrunk ? $"{why} Memory is short, therefore with {size.Plan.ContextLength} tokens of context only, which they allow." : why;
    }

    public static string Idle(TimeSpan unused) =>
        unused.TotalMinutes >= 1 ? $"Nobody used it for {unused.TotalMinutes:0.#} minutes." : $"Nobody used it for {unused.TotalSeconds:0.#} seconds.";
}
