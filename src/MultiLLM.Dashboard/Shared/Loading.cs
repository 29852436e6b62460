using MultiLLM.Client;

namespace MultiLLM.Dashboard.Shared;

/// <summary>Something that is asked of the service: not here yet, failed, or here.</summary>
/// <param name="Value">Null: not here.</param>
/// <param name="Failure">One sentence for a person; null: it did not fail.</param>
public sealed record Loading<T>(T? Value, string? Failure = null)
{
    public static Loading<T> Begun { get; } = new(default(T));

    /// <summary>Waits for an answer of the service. What goes wrong on the way becomes a value; a caller that gave up is told as usual.</summary>
    public static async Task<Loading<T>> OfAsync(Task<T> asked)
    {
        try
        {
            return new(await asked);
        }
        catch (Exception failure) when (Failures.Include(failure))
        {
            return new(default(T), Failures.Told(failure));
        }
    }
}
