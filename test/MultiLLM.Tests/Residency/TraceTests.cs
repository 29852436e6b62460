namespace MultiLLM.Tests.Residency;

/// <summary>Whole traces in simulated time: how often models are swapped, and how long callers wait.</summary>
public sealed class TraceTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = new MultiLLM.Core.Hosting.MultiLLMOptions().SwitchPatience;

    [Fact]
    public void PoissonMixes_SwapsAreHalfOfPlainLruAndNobodyWaitsBeyondTheBound()
    {
        var (ours, lru) = (0, 0);
        foreach (var (models, places, rate, load, skew) in Mixes())
        {
            var trace = Poisson(models, rate, skew, seconds: 300, seed: models * 100 + places).ToList();
            var here = TraceReplay.Play(trace, places, Bound, Patience, load);
            var peer = PlainLru.Play(trace, places, load);
            output.WriteLine($"{models} models, {places} places, {rate}/s, load {load} s, skew {skew}: {here.Loads} loads instead of {peer.Loads} ({(double)here.Loads / peer.Loads:0.00}); "
                + $"waits p50 {At(here, 0.5):0.00} p95 {At(here, 0.95):0.00} max {here.Longest:0.0}, instead of {At(peer, 0.5):0.00} {At(peer, 0.95):0.00} {peer.Longest:0.0}");
            Assert.Equal(0, here.Failed);
            // The bound, and for each model ahead its load and the requests it has under way.
            Assert.InRange(here.Longest, 0, Bound.TotalSeconds + (models * (load + 0.05 + 3)));
            (ours, lru) = (ours + here.Loads, lru + peer.Loads);
        }
        output.WriteLine($"In all {ours} instead of {lru}: {(double)ours / lru:0.00}");
        Assert.True(ours <= 0.5 * lru, $"{ours} loads instead of {lru}");
    }

    [Fact]
    public void OneCallerAtATime_WaitsForNothingButTheLoads()
    {
        var trace = "ABAACABC".Select((model, i) => new TraceRequest(i * 4, model.ToString(), 0.5)).ToList();

        var outcome = TraceReplay.Play(trace, maxModels: 2, Bound, Patience, loadSeconds: 1);

        Assert.InRange(outcome.Longest, 1, 1.06);
        Assert.InRange(outcome.Loads, 3, 5);
    }

    private static IEnumerable<(int Models, int Places, double Rate, double Load, double Skew)> Mixes() =>
        from models in (int[])[3, 4, 6]
        from places in (int[])[2, 3]
        where places < models
        from rate in (double[])[0.5, 2]
        from load in (double[])[0.3, 1.5]
        from skew in (double[])[0, 1]
        select (models, places, rate, load, skew);

    /// <summary>Requests of many independent callers; with skew 1 the n-th model is asked for 1/n as often as the first.</summary>
    private static IEnumerable<TraceRequest> Poisson(int models, double rate, double skew, double seconds, int seed)
    {
        var random = new Random(seed);
        var weights = Enumerable.Range(1, models).Select(n => Math.Pow(n, -skew)).ToArray();
        for (var at = 0.0; (at += -Math.Log(1 - random.NextDouble()) / rate) < seconds;)
        {
            var pick = random.NextDouble() * weights.Sum();
            var model = 0;
            while (model < models - 1 && (pick -= weights[model]) > 0)
                model++;
            yield return new TraceRequest(at, "m" + model, 0.2 + random.NextDouble());
        }
    }

    private static double At(TraceOutcome outcome, double quantile) => outcome.Waits.Order().ElementAt((int)(quantile * (outcome.Waits.Count - 1)));
}
