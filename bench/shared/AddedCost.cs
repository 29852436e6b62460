using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Benches;

/// <summary>What a decorator adds to one streamed answer.</summary>
/// <param name="Microseconds">Median of the rounds.</param>
/// <param name="SlowestMicroseconds">Of the slowest round.</param>
/// <param name="Bytes">Allocated; median of the rounds.</param>
internal sealed record AddedCost(double Microseconds, double SlowestMicroseconds, double Bytes)
{
    private const int Requests = 4000;

    /// <param name="plain">Without it.</param>
    /// <param name="decorated">With it, around the same.</param>
    /// <param name="rounds">Of both, taking turns.</param>
    /// <param name="settle">Waited for after each round; null: nothing.</param>
    public static async Task<AddedCost> MeasureAsync(IChatClient plain, IChatClient decorated, int rounds, Func<Task>? settle = null)
    {
        await RoundAsync(plain);
        await RoundAsync(decorated);
        var (times, bytes) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var without = await RoundAsync(plain);
            var with = await RoundAsync(decorated);
            times.Add(with.Microseconds - without.Microseconds);
            bytes.Add(with.Bytes - without.Bytes);
            if (settle is not null)
                await settle();
        }
        return new AddedCost(Median(times), times.Max(), Median(bytes));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<(double Microseconds, double Bytes)> RoundAsync(IChatClient client)
    {
        ChatMessage[] messages = [new(ChatRole.User, "What is machine learning?")];
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < Requests; i++)
        {
            await foreach (var _ in client.GetStreamingResponseAsync(messages))
            {
            }
        }
        var took = TimeProvider.System.GetElapsedTime(start);
        return (took.TotalMicroseconds / Requests, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)Requests);
    }
}
