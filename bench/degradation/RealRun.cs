using System.Diagnostics;

namespace MultiLLM.DegradationBench;

/// <summary>The same on the real service with real runners: one is slowed down from outside, killed now and then, or shares the machine with other programs.</summary>
internal static class RealRun
{
    private const string Model = "starter-chat";
    private const string Other = "starter-code";
    private const int Settled = 260;
    private const int Most = 400;

    private static readonly string[] s_questions =
    [
        "What is machine learning?", "How do I cook rice?", "Name three colours.", "What is the capital of France?", "Explain recursion to me, please.",
        "Why is the sky blue?", "Write a line about the sea.", "What does an API do?", "How does a bicycle stay upright when it moves?", "Count to ten.",
    ];

    public static async Task RunAsync(string root)
    {
        await using var service = await RealService.StartAsync(root);
        var random = new Random(1);
        for (var i = 0; i < Settled; i++)
            await AskAsync(service, random);
        Console.WriteLine("| change | told | after requests to the model | |\n|---|---|---|---|");
        if (await service.EventAsync("model.degraded", 0) is { } early)
            Console.WriteLine($"| none yet | falsely | | {early.GetProperty("message").GetString()} |");
        foreach (var share in (double[])[0.3, 0.5])
        {
            await using (new Throttle((await service.RunnerOfAsync(Model))!.Value, share))
                await CountAsync(service, random, $"{Model} stands still {share * 100:0} % of the time", "model.degraded");
            await CountAsync(service, random, "and runs again", "model.recovered");
        }
        await using (Burners.Start(2 * Environment.ProcessorCount))
            await CountAsync(service, random, $"{2 * Environment.ProcessorCount} other programs compute", "machine.slowed");
        await CountAsync(service, random, "and are done", "machine.recovered");
        await CountAsync(service, random, $"{Model}'s process is killed during every tenth answer", "model.degraded", killShare: 0.1);
        await CountAsync(service, random, "and is no longer", "model.recovered");
    }

    private static async Task CountAsync(RealService service, Random random, string change, string kind, double killShare = 0)
    {
        var after = await service.LastEventAsync();
        for (var requests = 1; requests <= Most; requests++)
        {
            var kills = random.NextDouble() < killShare ? await service.RunnerOfAsync(Model) : null;
            await AskAsync(service, random, kills);
            if (await service.EventAsync(kind, after) is { } told)
            {
                Console.WriteLine($"| {change} | `{kind}` | {requests} | {told.GetProperty("message").GetString()} |");
                return;
            }
        }
        Console.WriteLine($"| {change} | nothing | {Most} | |");
    }

    /// <summary>One request to the model that is watched, sometimes with others beside it, and one to another model.</summary>
    private static async Task AskAsync(RealService service, Random random, int? kills = null)
    {
        var beside = random.NextDouble() < 0.15 ? 1 + random.Next(2) : 0;
        var company = Enumerable.Range(0, beside).Select(_ => service.ChatAsync(Other, Question(random), 24)).ToList();
        var asked = service.ChatAsync(Model, Question(random), 12 + random.Next(40));
        if (kills is { } process)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(15), TimeProvider.System);
            using var runner = Process.GetProcessById(process);
            runner.Kill();
        }
        await asked;
        await Task.WhenAll(company);
        await service.ChatAsync(Other, Question(random), 12);
    }

    private static string Question(Random random) => $"{s_questions[random.Next(s_questions.Length)]} {random.Next(1000)}";
}
