using System.Globalization;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Benchmarks;

/// <summary>
/// What being understood and ranked takes each single request, from its messages to the sentence that says why: a mean would hide the slow ones. Everything is
/// counted that happens meanwhile, garbage collections and other threads' turns too.
/// </summary>
internal static class ChoicePercentiles
{
    private const int WarmUp = 10_000;
    private const int Measured = 100_000;

    public static void Measure(TextWriter to)
    {
        to.WriteLine($"| {FiftyCandidates.Count} candidates, {Measured.ToString("N0", CultureInfo.InvariantCulture)} requests each | p50 | p99 | p99.9 | slowest |");
        to.WriteLine("|---|---:|---:|---:|---:|");
        Row(to, "a question", [new ChatMessage(ChatRole.User, SampleTexts.Question)]);
        Row(to, "a pasted page", [new ChatMessage(ChatRole.User, SampleTexts.Page)]);
        Row(to, "a conversation of 20 turns", [.. Enumerable.Range(0, 39).Select(i => new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, SampleTexts.Question))]);
    }

    private static void Row(TextWriter to, string name, ChatMessage[] messages)
    {
        var reader = new RequestReader(new LinearTaskClassifier());
        var inputs = FiftyCandidates.Inputs();
        var took = new double[Measured];
        for (var i = -WarmUp; i < Measured; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            Choose(reader, inputs, messages);
            if (i >= 0)
                took[i] = TimeProvider.System.GetElapsedTime(start).TotalMicroseconds;
        }
        Array.Sort(took);
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {At(0.5):0} µs | {At(0.99):0} µs | {At(0.999):0} µs | {took[^1] / 1000:0.0} ms |"));

        double At(double share) => took[(int)(share * (Measured - 1))];
    }

    private static string Choose(RequestReader reader, RankingInputs inputs, ChatMessage[] messages)
    {
        var features = reader.Read(messages, null);
        return CandidateWords.Reason(ModelRanker.Rank(features, inputs), features, inputs.DefaultPreference);
    }
}
