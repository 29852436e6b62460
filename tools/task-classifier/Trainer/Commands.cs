using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.Classifier;
using TaskClassifier.Trainer.Data;
using TaskClassifier.Trainer.Evaluation;
using TaskClassifier.Trainer.Export;
using TaskClassifier.Trainer.Features;
using TaskClassifier.Trainer.Learning;

namespace TaskClassifier.Trainer;

/// <summary>The program's commands.</summary>
internal sealed class Commands
{
    /// <summary>Rarer words add size and, as measured, nothing else.</summary>
    private const int VectorWords = 40_000;

    /// <summary>A task is relied on when it is likelier right than wrong.</summary>
    private const float SureFrom = 0.5f;

    private readonly CommandLine _line;
    private readonly LearnerSettings _settings;
    private readonly IReadOnlyList<PreparedPrompt> _prompts;
    private readonly IReadOnlyList<LabelledPrompt> _probe;
    private readonly WordVectors _vectors;

    public Commands(CommandLine line)
    {
        _line = line;
        _settings = line.Settings();
        _vectors = WordVectors.Read(line.Required("vectors"), VectorWords);
        _prompts = PreparedPrompt.Prepare(PromptFiles.ReadSources(line.Required("data")), _settings.EditedCopies);
        _probe = PromptFiles.Read(Path.Combine(line.Required("data"), $"{PromptFiles.Probe}.jsonl"));
        Console.WriteLine($"{_prompts.Count} prompts, {_vectors.Count} word vectors, {_probe.Count} prompts to probe with");
    }

    public void Train()
    {
        var flips = new Flips();
        var fold = Splits.Run(_prompts, Splits.FiveFold(_prompts), Learn, flips.Ask);
        var source = Splits.Run(_prompts, Splits.BySource(_prompts), Learn);
        var calibration = new ModelExport.Calibration(Metrics.TaskTemperature(source), Metrics.LevelTemperature(source), SureFrom);
        ModelExport.Write(_line.Required("model"), Learn(_prompts), calibration);

        var model = TaskModelFile.Read(File.ReadAllBytes(_line.Required("model")));
        var scores = new ScoreSheet(fold, source, flips, calibration, new ProductCheck(model, _probe), _prompts.Select(p => p.Label.Prompt));
        scores.Print(Console.Out);
        scores.Write(_line.Required("scores"));
    }

    public void Try()
    {
        var fold = Splits.Run(_prompts, Splits.FiveFold(_prompts), Learn);
        Console.WriteLine($"5-fold {Metrics.Accuracy(fold):0.000}: {string.Join(", ", fold.GroupBy(s => s.Label.Source).Select(g => $"{g.Key} {Metrics.Accuracy([.. g]):0.000}"))}");
        var source = Splits.Run(_prompts, Splits.BySource(_prompts), Learn);
        var temperature = Metrics.TaskTemperature(source);
        Console.WriteLine($"leave one source out {Metrics.Accuracy(source):0.000}, high difficulty AUROC {Metrics.HighAuroc(source):0.000}, temperature {temperature:0.00}, calibration error {Metrics.CalibrationError(source, temperature):0.000}");
        Console.WriteLine($"  {string.Join(", ", source.GroupBy(s => s.Label.Source).Select(g => $"{g.Key} {Metrics.Accuracy([.. g]):0.000}"))}");
        PrintRecall(source);
        var model = Learn(_prompts);
        Scored[] probe = [.. _probe.Select(p => new Scored(p, model.Score(TextFeatures.Of(p.Prompt))))];
        Console.WriteLine($"probe {Metrics.Accuracy(probe):0.000}");
        PrintRecall(probe);
        if (_line.Optional("misses") is not null)
            PrintMistakes(probe, int.MaxValue);
    }

    public void Compare()
    {
        var l2 = float.Parse(_line.Optional("l2") ?? "0.01");
        var source = MaximumEntropy.LeaveOneSourceOut(_prompts, _settings, _vectors, l2);
        Console.WriteLine($"Microsoft.ML, L-BFGS maximum entropy, L2 {l2}, leave one source out {Metrics.Accuracy(source):0.000}");
        PrintRecall(source);
    }

    public async Task OpinionAsync()
    {
        var source = Splits.Run(_prompts, Splits.BySource(_prompts), Learn);
        await OpinionScore.PrintAsync(source, Metrics.TaskTemperature(source), SureFrom, new Uri(_line.Required("service")));
    }

    public void Examples() => File.WriteAllLines(_line.Required("examples"), ExamplePicker.Pick(_prompts.Select(p => p.Label)).Select(ExamplePicker.Line));

    public void Mistakes() => PrintMistakes(Splits.Run(_prompts, Splits.FiveFold(_prompts), Learn), int.Parse(_line.Optional("most") ?? "100"));

    public void Readings()
    {
        var scored = Splits.Run(_prompts, Splits.BySource(_prompts), Learn);
        var every = int.Parse(_line.Optional("every") ?? "4");
        ReadingsFile.Write(_line.Required("to"), scored.Where((_, i) => i % every == 0), Metrics.TaskTemperature(scored), Metrics.LevelTemperature(scored));
    }

    private TrainedModel Learn(IReadOnlyList<PreparedPrompt> prompts) => TrainedModel.Train(prompts, _settings, _vectors);

    private static void PrintRecall(IReadOnlyCollection<Scored> scored) =>
        Console.WriteLine($"  recall: {string.Join(", ", Metrics.Recall(scored).Select((recall, task) => $"{(ModelTask)task} {recall:0.00}"))}");

    private static void PrintMistakes(IEnumerable<Scored> scored, int most)
    {
        foreach (var one in scored.Where(s => !s.IsRight).OrderByDescending(s => s.TaskChances(1).Max()).Take(most))
        {
            var text = one.Label.Prompt.ReplaceLineEndings("⏎");
            Console.WriteLine($"{one.Label.Source} {one.Label.Task} read as {(ModelTask)one.Task} ({one.TaskChances(1).Max():0.00}) | {text[..Math.Min(200, text.Length)]}");
        }
    }
}
