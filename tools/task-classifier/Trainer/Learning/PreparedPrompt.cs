using TaskClassifier.Trainer.Data;
using TaskClassifier.Trainer.Features;

namespace TaskClassifier.Trainer.Learning;

/// <param name="Turns">Features of the prompt as it stands and of its edited copies.</param>
internal sealed record PreparedPrompt(LabelledPrompt Label, TextFeatures[] Turns)
{
    public TextFeatures Original => Turns[0];

    public static IReadOnlyList<PreparedPrompt> Prepare(IReadOnlyList<LabelledPrompt> prompts, int editedCopies)
    {
        var prepared = new PreparedPrompt[prompts.Count];
        Parallel.For(0, prompts.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            var random = new Random(i);
            var copies = Enumerable.Range(0, editedCopies).Select(_ => SmallEdits.Some(prompts[i].Prompt, random));
            prepared[i] = new PreparedPrompt(prompts[i], [.. copies.Prepend(prompts[i].Prompt).Select(TextFeatures.Of)]);
        });
        return prepared;
    }
}
