namespace MultiLLM.GatewayBench;

/// <summary>One request at a time, the targets in turns, so that whatever the machine does meanwhile meets all of them.</summary>
internal static class Sequential
{
    public static Dictionary<Target, Times> Measure(IReadOnlyList<Target> targets, int requests)
    {
        var values = targets.ToDictionary(target => target, _ => new List<double>(requests));
        for (var i = 0; i < requests; i++)
        {
            foreach (var target in targets)
                values[target].Add(target.Ask());
        }
        return values.ToDictionary(pair => pair.Key, pair => new Times(pair.Value));
    }
}
