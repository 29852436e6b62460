using TaskClassifier.Trainer.Learning;

namespace TaskClassifier.Trainer.Evaluation;

/// <summary>Trains on a part of the prompts and asks about the rest, until each was asked about once.</summary>
internal static class Splits
{
    /// <summary>Five parts, prompts of a group together.</summary>
    public static IReadOnlyList<int> FiveFold(IReadOnlyList<PreparedPrompt> prompts)
    {
        var groups = prompts.Select(p => p.Label.Group).Distinct().ToArray();
        new Random(5).Shuffle(groups);
        var fold = groups.Select((group, i) => (group, i)).ToDictionary(g => g.group, g => g.i % 5);
        return [.. prompts.Select(p => fold[p.Label.Group])];
    }

    public static IReadOnlyList<int> BySource(IReadOnlyList<PreparedPrompt> prompts)
    {
        var sources = prompts.Select(p => p.Label.Source).Distinct().ToList();
        return [.. prompts.Select(p => sources.IndexOf(p.Label.Source))];
    }

    /// <param name="prompts">All of them.</param>
    /// <param name="parts">The part of each.</param>
    /// <param name="train">Makes a model, which scores.</param>
    /// <param name="asked">Also told of each prompt with the model that has not seen it; null: nobody is. Called from several threads.</param>
    public static Scored[] Run(
        IReadOnlyList<PreparedPrompt> prompts, IReadOnlyList<int> parts, Func<IReadOnlyList<PreparedPrompt>, TrainedModel> train, Action<PreparedPrompt, TrainedModel>? asked = null)
    {
        var scored = new Scored[prompts.Count];
        Parallel.For(0, parts.Max() + 1, new ParallelOptions { MaxDegreeOfParallelism = 2 }, part =>
        {
            var model = train([.. prompts.Where((_, i) => parts[i] != part)]);
            for (var i = 0; i < prompts.Count; i++)
            {
                if (parts[i] != part)
                    continue;
                scored[i] = new Scored(prompts[i].Label, model.Score(prompts[i].Original));
                asked?.Invoke(prompts[i], model);
            }
        });
        return scored;
    }
}
