namespace MultiLLM.PolicyBench;

/// <summary>Figures as Markdown, and what was missed.</summary>
internal static class Report
{
    public static void Print(string name, Evaluation result, bool showMisses)
    {
        Console.WriteLine($"{name}: {result.Harmless} harmless cases; false alarms {result.FalseAlarms:P1}");
        Console.WriteLine("| detector | group | cases | recall | false alarms |\n|---|---|---|---|---|");
        foreach (var score in result.Detectors)
            Console.WriteLine($"| {score.Name} | {score.Group} | {score.Wanted} | {(score.Wanted == 0 ? "-" : score.Recall.ToString("0.00"))} | {score.False} |");
        foreach (var group in result.Detectors.GroupBy(score => score.Group))
            Console.WriteLine($"{group.Key}: {result.Recall(score => score.Group == group.Key):0.000} of {group.Sum(score => score.Wanted)}");
        if (!showMisses)
            return;
        foreach (var missed in result.Missed)
            Console.WriteLine($"missed {string.Join(',', missed.Expect)} ({missed.Shape}): {missed.Text.ReplaceLineEndings("⏎")}");
        foreach (var (alarm, what) in result.Alarms)
            Console.WriteLine($"false alarm of {what}: {alarm.Text.ReplaceLineEndings("⏎")}");
    }

    public static void Print(string name, IndependentEvaluation result, bool showMisses)
    {
        Console.WriteLine($"{name}: {result.Harmless} harmless cases; false alarms {result.Alarms.Count} ({result.FalseAlarms:P1})");
        Console.WriteLine("| kind | cases | recall |\n|---|---|---|");
        foreach (var score in result.Labels)
            Console.WriteLine($"| {score.Label} | {score.Wanted} | {score.Recall:0.00} |");
        Console.WriteLine($"ids with check digits: {result.Recall("card", "iban", "national-id"):0.000}");
        if (!showMisses)
            return;
        foreach (var missed in result.Missed)
            Console.WriteLine($"missed {missed.Id} {string.Join(',', missed.Labels)} ({missed.Language}, {missed.Note}): {missed.Text}");
        foreach (var (alarm, what) in result.Alarms)
            Console.WriteLine($"false alarm {alarm.Id} of {what}: {alarm.Text}");
    }
}
