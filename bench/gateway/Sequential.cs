namespace MultiLLM.GatewayBench;

/// <summary>One request at a time, the targets in turns, so that whatever the machine does meanwhile meets all of them.</summary>
internal static class Sequential
{
    public static async Task WarmAsync(Target target, int requests)
    {
        for (var i = 0; i < requests; i++)
            await target.AskAsync();
    }

    public static async Task<Dictionary<Target, Times>> MeasureAsync(IReadOnlyList<Target> targets, int requests)
    {
        var values = targets.ToDictionary(target => target, _ => new List<double>(requests));
        for (var i = 0; i < requests; i++)
            foreach (var target in targets)
                values[target].Add(await target.AskAsync() ?? throw new InvalidOperationException($"A request {target.Name} failed."));
        return values.ToDictionary(pair => pair.Key, pair => new Times(pair.Value));
    }
}
