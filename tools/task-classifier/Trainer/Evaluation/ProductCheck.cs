using System.Diagnostics;
using MultiLLM.Core.Selection.Understanding.Classifier;
using TaskClassifier.Trainer.Data;

namespace TaskClassifier.Trainer.Evaluation;

/// <summary>Asks the service's own classifier, with the file that was written: what people get.</summary>
internal sealed class ProductCheck(TaskModel model, IReadOnlyList<LabelledPrompt> probe)
{
    private readonly LinearTaskClassifier _classifier = new(model);

    public int Features => model.Features;

    public double ProbeAccuracy(Func<LabelledPrompt, bool> which)
    {
        var asked = probe.Where(which).ToList();
        return (double)asked.Count(p => _classifier.Read(p.Prompt).Task == p.Task) / asked.Count;
    }

    /// <summary>Microseconds for one prompt: the median and the 99th percentile over all prompts.</summary>
    public (double Median, double Slow) Time(IEnumerable<string> prompts)
    {
        var texts = prompts.ToList();
        foreach (var text in texts)
            _classifier.Read(text);
        var times = new List<double>();
        foreach (var text in texts)
        {
            var start = Stopwatch.GetTimestamp();
            _classifier.Read(text);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        times.Sort();
        return (times[times.Count / 2], times[(int)(times.Count * 0.99)]);
    }
}
