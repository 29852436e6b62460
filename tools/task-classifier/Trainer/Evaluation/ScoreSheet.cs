using System.Text.Encodings.Web;
using System.Text.Json;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.Classifier;
using TaskClassifier.Trainer.Export;

namespace TaskClassifier.Trainer.Evaluation;

/// <summary>All that is measured of a model, as text and as JSON. Times are printed only: they differ from run to run.</summary>
internal sealed class ScoreSheet(
    IReadOnlyCollection<Scored> fold, IReadOnlyCollection<Scored> source, Flips flips, ModelExport.Calibration calibration, ProductCheck product, IEnumerable<string> prompts)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(Figures(), Json) + "\n");

    public void Print(TextWriter to)
    {
        to.WriteLine(JsonSerializer.Serialize(Figures(), Json));
        to.WriteLine($"\n5-fold, what is (rows) and what is read (columns):\n{Confusion()}");
        var (median, slow) = product.Time(prompts);
        to.WriteLine($"microseconds a prompt: median {median:0}, 99th percentile {slow:0}");
    }

    private Dictionary<string, object> Figures() => new()
    {
        ["prompts"] = fold.Count,
        ["features"] = product.Features,
        ["five_fold"] = Split(fold),
        ["leave_one_source_out"] = Split(source),
        ["by_source"] = source.GroupBy(s => s.Label.Source).ToDictionary(g => g.Key, g => Round(Metrics.Accuracy([.. g]))),
        ["probe"] = new Dictionary<string, object>
        {
            ["accuracy"] = Round(product.ProbeAccuracy(_ => true)),
            ["recall"] = Tasks(task => product.ProbeAccuracy(p => p.Task == task)),
        },
        ["flips"] = flips.Shares.ToDictionary(f => f.Edit, f => Round(f.Share)),
        ["flips_overall"] = Round(flips.Share),
        ["language"] = Round(LanguageAccuracy()),
        ["task_temperature"] = Round(calibration.TaskTemperature),
        ["difficulty_temperature"] = Round(calibration.LevelTemperature),
        ["sure_from"] = Round(calibration.SureFrom),
    };

    private Dictionary<string, object> Split(IReadOnlyCollection<Scored> scored)
    {
        var recall = Metrics.Recall(scored);
        var sure = scored.Where(s => s.TaskChances(calibration.TaskTemperature).Max() >= calibration.SureFrom).ToList();
        return new()
        {
            ["accuracy"] = Round(Metrics.Accuracy(scored)),
            ["recall"] = Tasks(task => recall[(int)task]),
            ["share_sure"] = Round((double)sure.Count / scored.Count),
            ["accuracy_where_sure"] = Round(Metrics.Accuracy(sure)),
            ["calibration_error"] = Round(Metrics.CalibrationError(scored, calibration.TaskTemperature)),
            ["high_difficulty_auroc"] = Round(Metrics.HighAuroc(scored)),
            ["difficulty_accuracy"] = Round(Metrics.LevelAccuracy(scored)),
        };
    }

    /// <summary>Share of the prompts with a language whose language the service reads right.</summary>
    private double LanguageAccuracy()
    {
        var labelled = fold.Where(s => s.Label.Language.Length > 0).ToList();
        return (double)labelled.Count(s => LanguageReader.Read(s.Label.Prompt) == s.Label.Language) / labelled.Count;
    }

    private string Confusion()
    {
        var counts = Metrics.Confusion(fold);
        var rows = Enumerable.Range(0, TaskModel.Tasks)
            .Select(task => $"{(ModelTask)task,-14}{string.Concat(Enumerable.Range(0, TaskModel.Tasks).Select(read => $"{counts[task, read],6}"))}");
        return $"{"",-14}{string.Concat(Enum.GetNames<ModelTask>().Select(name => $"{name[..Math.Min(5, name.Length)],6}"))}\n{string.Join("\n", rows)}";
    }

    private static Dictionary<string, double> Tasks(Func<ModelTask, double> value) => Enum.GetValues<ModelTask>().ToDictionary(t => t.ToString().ToLowerInvariant(), t => Round(value(t)));

    private static double Round(double value) => Math.Round(value, 3);
}
