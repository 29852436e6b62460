namespace MultiLLM.Tests.Residency;

/// <summary>Whole traces in simulated time: how often models are swapped, and how long callers wait.</summary>
public sealed class TraceTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private const double LongestAnswer = 1.2;
    private static readonly TimeSpan Patience = new MultiLLM.Core.Hosting.MultiLLMOptions().SwitchPatience;

    [Fact]
    public void BusyPoissonMixes_HalfTheSwapsOfPlainLru() => Assert.InRange(Compare(rate: 2), 0, 0.5);

    /// <summary>Where requests seldom meet, waiting for company would only cost time.</summary>
    [Fact]
    public void QuietPoissonMixes_NoMoreSwapsThanPlainLru() => Assert.InRange(Compare(rate: 0.5), 0, 1);

    [Fact]
    public void OneCallerAtATime_WaitsForNothingButTheLoads()
    {
        var trace = "ABAACABC".Select((model, i) => new TraceRequest(i * 4, model.ToString(), 0.5)).ToList();

        var outcome = TraceReplay.Play(trace, maxModels: 2, Bound, Patience, loadSeconds: 1);

        Assert.InRange(outcome.Longest, 1, 1.06);
        Assert.InRange(outcome.Loads, 3, 5);
    }

    /// <summary>Our loads for each of plain LRU's; nobody fails or waits beyond the bound.</summary>
    private double Compare(double rate)
    {
        var (ours, lru) = (0, 0);
        foreach (var (models, places, load, skew) in Mixes())
        {
            var trace = Poisson(models, rate, skew, seconds: 300, seed: (models * 100) + places).ToList();
            var here = TraceReplay.Play(trace, places, Bound, Patience, load);
            var peer = PlainLru.Play(trace, places, load);
            output.WriteLine($"{models} models, {places} places, load {load} s, skew {skew}: {here.Loads} loads instead of {peer.Loads}; "
                + $"waits p50 {At(here, 0.5):0.00}, p95 {At(here, 0.95):0.00}, longest {here.Longest:0.0} s instead of {At(peer, 0.5):0.00}, {At(peer, 0.95):0.00}, {peer.Longest:0.0} s");
            Assert.Equal(0, here.Failed);
            // The bound, and for each model ahead its load and the requests it has under way.
            Assert.InRange(here.Longest, 0, Bound.TotalSeconds + (models * (load + 0.05 + LongestAnswer)));
            (ours, lru) = (ours + here.Loads, lru + peer.Loads);
        }
        output.WriteLine($"In all {ours} loads instead of {lru}.");
        return (double)ours / lru;
    }

    private static IEnumerable<(int Models, int Places, double Load, double Skew)> Mixes() =>
        from models in (int[])[3, 4, 6]
        from places in (int[])[2, 3]
        where places < models
        from load in (double[])[0.3, 1.5]
        from skew in (double[])[0, 1]
        select (models, places, load, skew);

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
            yield return new TraceRequest(at, "m" + model, LongestAnswer - random.NextDouble());
        }
    }

    private static double At(TraceOutcome outcome, double quantile) => outcome.Waits.Order().ElementAt((int)(quantile * (outcome.Waits.Count - 1)));
}
