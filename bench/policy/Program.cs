using MultiLLM.PolicyBench;

// How well the detectors do on labelled texts:
//   dotnet run -c Release --project bench/policy -- testassets/policy/development.jsonl testassets/policy/held-out.jsonl [--misses]
// A line is {"text":"…","expect":["email"]}; without "expect" nothing may be seen in it.
foreach (var path in args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)))
{
    var cases = PolicyCases.Read(path);
    var result = Evaluation.Of(cases);
    Console.WriteLine($"{Path.GetFileName(path)}: {cases.Count} cases, {result.Harmless} of them harmless; false alarms {result.FalseAlarms:P1}");
    Console.WriteLine("| detector | group | cases | recall | false alarms |\n|---|---|---|---|---|");
    foreach (var score in result.Detectors)
        Console.WriteLine($"| {score.Name} | {score.Group} | {score.Wanted} | {(score.Wanted == 0 ? "-" : score.Recall.ToString("0.00"))} | {score.False} |");
    foreach (var group in result.Detectors.GroupBy(score => score.Group))
        Console.WriteLine($"{group.Key}: {result.Recall(score => score.Group == group.Key):0.000} of {group.Sum(score => score.Wanted)}");
    if (!args.Contains("--misses"))
        continue;
    foreach (var missed in result.Missed)
        Console.WriteLine($"missed {string.Join(',', missed.Expect)} ({missed.Shape}): {missed.Text.ReplaceLineEndings("⏎")}");
    foreach (var (alarm, what) in result.Alarms)
        Console.WriteLine($"false alarm of {what}: {alarm.Text.ReplaceLineEndings("⏎")}");
}
