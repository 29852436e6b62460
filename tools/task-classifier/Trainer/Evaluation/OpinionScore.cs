using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.SecondOpinion;
using TaskClassifier.Trainer.Data;

namespace TaskClassifier.Trainer.Evaluation;

/// <summary>
/// Whether a second opinion helps with the prompts that the classifier is unsure of: each is judged by a classifier that has not seen its source, and
/// compared with the examples of the other sources only.
/// </summary>
internal static class OpinionScore
{
    /// <param name="scored">All prompts, by classifiers that have not seen their sources.</param>
    /// <param name="temperature">Of the classifiers.</param>
    /// <param name="sureFrom">Below it they are unsure.</param>
    /// <param name="service">With an embedding model.</param>
    public static async Task PrintAsync(IReadOnlyList<Scored> scored, float temperature, double sureFrom, Uri service)
    {
        var unsure = scored.Where(s => s.TaskChances(temperature).Max() < sureFrom).ToList();
        var examples = ExamplePicker.Pick(scored.Select(s => s.Label));
        var vectors = await Embeddings.OfAsync(service, [.. unsure.Select(s => s.Label).Concat(examples).Select(p => EmbeddingOpinion.Beginning(p.Prompt))]);
        var known = examples.Select((example, i) => (example.Source, Example: (example.Task, vectors[unsure.Count + i]))).ToLookup(e => e.Source, e => e.Example);
        var others = known.ToDictionary(source => source.Key, source => new ExampleVectors([.. known.Where(k => k.Key != source.Key).SelectMany(k => k)]));
        var (first, second, both, sure, sureAndRight) = (0, 0, 0, 0, 0);
        for (var i = 0; i < unsure.Count; i++)
        {
            var (label, chances) = (unsure[i].Label, unsure[i].TaskChances(temperature));
            var opinion = others[label.Source].Chances(vectors[i]);
            var together = TwoOpinions.Of(TaskReading.Unknown with { Chances = chances }, opinion);
            first += unsure[i].IsRight ? 1 : 0;
            second += (ModelTask)Array.IndexOf(opinion, opinion.Max()) == label.Task ? 1 : 0;
            both += together.Task == label.Task ? 1 : 0;
            sure += together.IsSure ? 1 : 0;
            sureAndRight += together.IsSure && together.Task == label.Task ? 1 : 0;
        }
        double Share(int count, int of) => 100.0 * count / Math.Max(1, of);
        Console.WriteLine($"{unsure.Count} of {scored.Count} prompts unsure; read right: first opinion {Share(first, unsure.Count):0.0} %, second {Share(second, unsure.Count):0.0} %, both {Share(both, unsure.Count):0.0} %");
        Console.WriteLine($"together sure of {Share(sure, unsure.Count):0.0} %, and right about {Share(sureAndRight, sure):0.0} % of those");
    }
}
