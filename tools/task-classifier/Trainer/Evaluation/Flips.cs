using TaskClassifier.Trainer.Data;
using TaskClassifier.Trainer.Features;
using TaskClassifier.Trainer.Learning;

namespace TaskClassifier.Trainer.Evaluation;

/// <summary>Counts how often a small edit changes the task that is read.</summary>
internal sealed class Flips
{
    private readonly int[] _flipped = new int[SmallEdits.All.Count];
    private int _asked;

    public void Ask(PreparedPrompt prompt, TrainedModel model)
    {
        var random = new Random(prompt.Label.Prompt.Length * 7919);
        var before = new Scored(prompt.Label, model.Score(prompt.Original)).Task;
        Interlocked.Increment(ref _asked);
        for (var i = 0; i < _flipped.Length; i++)
        {
            var edited = SmallEdits.All[i].Edit(prompt.Label.Prompt, random);
            if (new Scored(prompt.Label, model.Score(TextFeatures.Of(edited))).Task != before)
                Interlocked.Increment(ref _flipped[i]);
        }
    }

    public IEnumerable<(string Edit, double Share)> Shares => SmallEdits.All.Select((edit, i) => (edit.Name, (double)_flipped[i] / _asked));
    public double Share => (double)_flipped.Sum() / (_asked * _flipped.Length);
}
