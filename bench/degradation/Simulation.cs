using System.Globalization;
using MultiLLM.Core.Health.Degradation;

namespace MultiLLM.DegradationBench;

/// <summary>How soon changes of simulated traffic are found, and how often one is found that is none.</summary>
internal static class Simulation
{
    private const int Settled = 6000;
    private const int Patience = 1500;

    private static readonly (string Name, Harm Harm, HealthNewsKind Kind, HealthConcern Concern, string Goal)[] s_cases =
    [
        ("speed falls by 30 %", new Harm { Times = 1 / 0.7 }, HealthNewsKind.Degraded, HealthConcern.Speed, "50"),
        ("times rise by 30 %", new Harm { Times = 1.3 }, HealthNewsKind.Degraded, HealthConcern.Speed, ""),
        ("speed falls by 50 %", new Harm { Times = 2 }, HealthNewsKind.Degraded, HealthConcern.Speed, "50"),
        ("speed falls by 50 % at answers of 128 tokens or more", new Harm { Times = 2, FromTokens = 128 }, HealthNewsKind.Degraded, HealthConcern.Speed, ""),
        ("errors rise from 1 % to 10 %", new Harm { Errors = 0.1 }, HealthNewsKind.Degraded, HealthConcern.Errors, "60"),
        ("errors rise from 1 % to 30 %", new Harm { Errors = 0.3 }, HealthNewsKind.Degraded, HealthConcern.Errors, "60"),
        ("empty answers rise from 0.3 % to 10 %", new Harm { Empty = 0.1 }, HealthNewsKind.Degraded, HealthConcern.Answers, ""),
        ("answers that run in circles rise to 30 %", new Harm { Repeats = 0.3 }, HealthNewsKind.Degraded, HealthConcern.Answers, ""),
        ("answers become a third as long", new Harm { Length = 1 / 3.0 }, HealthNewsKind.Degraded, HealthConcern.Answers, ""),
        ("all models' speed falls by 30 %", new Harm { ModelId = null, Times = 1 / 0.7 }, HealthNewsKind.MachineSlowed, HealthConcern.Speed, ""),
    ];

    public static void Run(int runs, int steady)
    {
        Console.WriteLine("| change of one of three models | found after, mean | 95 % after | within the goal | over after, mean | goal |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, harm, kind, concern, goal) in s_cases)
            Print(name, Find(harm, kind, concern, runs), goal);
        Console.WriteLine();
        Steady(steady);
    }

    private static Outcome Find(Harm harm, HealthNewsKind kind, HealthConcern concern, int runs)
    {
        var outcome = new Outcome();
        for (var run = 0; run < runs; run++)
        {
            var (traffic, detector) = (new Traffic(run), new DegradationDetector());
            for (var i = 0; i < Settled; i++)
                Step(traffic, detector, new Harm());
            if (Until(traffic, detector, harm, news => news.Kind == kind && news.Finding.Concern == concern && (harm.ModelId is null || news.ModelId == harm.ModelId)) is not { } found)
            {
                outcome.Missed++;
                continue;
            }
            outcome.Found.Add(found);
            for (var i = 0; i < 300; i++)
                Step(traffic, detector, harm);
            var over = kind == HealthNewsKind.Degraded ? HealthNewsKind.Recovered : HealthNewsKind.MachineRecovered;
            if (Until(traffic, detector, new Harm(), news => news.Kind == over) is { } recovered)
                outcome.Over.Add(recovered);
        }
        return outcome;
    }

    /// <summary>Requests of the model that is harmed, or of all in turn.</summary>
    private static int? Until(Traffic traffic, DegradationDetector detector, Harm harm, Predicate<HealthNews> isIt)
    {
        for (var (requests, own) = (0, 0); requests < Patience * 3; requests++)
        {
            var (sample, news) = Step(traffic, detector, harm);
            own += sample.ModelId == "m0" ? 1 : 0;
            if (news.Any(told => isIt(told)))
                return own;
        }
        return null;
    }

    private static (RequestSample Sample, IReadOnlyList<HealthNews> News) Step(Traffic traffic, DegradationDetector detector, Harm harm)
    {
        var (look, sample) = traffic.Next(harm);
        if (look is { } machine)
            detector.Observe(machine);
        return (sample, detector.Observe(sample, 1));
    }

    private static void Steady(int requests)
    {
        const int each = 250_000;
        var alarms = new Dictionary<string, int>();
        var seen = 0L;
        var start = TimeProvider.System.GetTimestamp();
        for (var run = 0; seen < requests; run++)
        {
            var (traffic, detector) = (new Traffic(10_000 + run), new DegradationDetector());
            for (var i = 0; i < each; i++, seen++)
            {
                foreach (var news in Step(traffic, detector, new Harm()).News.Where(news => news.Kind is HealthNewsKind.Degraded or HealthNewsKind.MachineSlowed))
                {
                    var name = $"{news.Finding.Signal}{(news.Finding.Size is null ? "" : " of a size")}";
                    alarms[name] = alarms.GetValueOrDefault(name) + 1;
                }
            }
        }
        var took = TimeProvider.System.GetElapsedTime(start);
        Console.WriteLine("| steady mixed traffic with 1 % of errors | | goal |\n|---|---|---|");
        Console.WriteLine(Text($"| requests, from the very first on | {seen} | |"));
        Console.WriteLine(Text($"| false alarms in 100 000 requests | {alarms.Values.Sum() * 100_000.0 / seen:0.00} | 1 |"));
        foreach (var (name, count) in alarms.OrderBy(alarm => alarm.Key))
            Console.WriteLine(Text($"| of that {name} | {count * 100_000.0 / seen:0.00} | |"));
        Console.WriteLine(Text($"| time to judge a request | {took.TotalMicroseconds / seen:0.0} µs | |"));
    }

    private static void Print(string name, Outcome outcome, string goal)
    {
        var found = outcome.Found.Order().ToList();
        var within = goal.Length > 0 ? Text($"{found.Count(requests => requests <= int.Parse(goal, CultureInfo.InvariantCulture)) * 100.0 / (found.Count + outcome.Missed):0} %") : "";
        var missed = outcome.Missed > 0 ? Text($", {outcome.Missed} missed") : "";
        Console.WriteLine(found.Count == 0
            ? $"| {name} | never | | | | {goal} |"
            : Text($"| {name} | {found.Average():0.0}{missed} | {found[(int)(found.Count * 0.95)]} | {within} | {(outcome.Over.Count > 0 ? outcome.Over.Average() : double.NaN):0.0} | {goal} |"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Outcome
    {
        public List<int> Found { get; } = [];
        public List<int> Over { get; } = [];
        public int Missed { get; set; }
    }
}
