namespace MultiLLM.GatewayBench;

/// <param name="PerSecond">That were really sent.</param>
/// <param name="Times">From sending to the whole answer.</param>
/// <param name="Failed">Without a good answer.</param>
internal sealed record OpenLoopRun(double PerSecond, Times Times, int Failed);

/// <summary>Requests at a fixed rate, whatever became of the earlier ones.</summary>
internal static class OpenLoop
{
    public static async Task<OpenLoopRun> RunAsync(Target target, int rate, int seconds)
    {
        var time = TimeProvider.System;
        var asked = new List<Task<double?>>(rate * seconds);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1), time);
        var start = time.GetTimestamp();
        while (asked.Count < rate * seconds)
        {
            var due = Math.Min(rate * seconds, (int)(time.GetElapsedTime(start).TotalSeconds * rate));
            while (asked.Count < due)
                asked.Add(Task.Run(target.AskAsync));
            await tick.WaitForNextTickAsync();
        }
        var took = time.GetElapsedTime(start).TotalSeconds;
        var answers = await Task.WhenAll(asked);
        return new OpenLoopRun(asked.Count / took, new Times(answers.OfType<double>()), answers.Count(answer => answer is null));
    }
}
