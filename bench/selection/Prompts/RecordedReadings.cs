using System.Globalization;
using System.IO.Hashing;
using System.Reflection;
using System.Runtime.InteropServices;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.SelectionBench.Prompts;

/// <summary>
/// The classifier as strangers meet it. The committed model has seen the labelled prompts, so these are read as models read them that had not: their
/// readings are recorded in <c>readings.txt</c> (by <c>tools/task-classifier/train.sh readings</c>). Everything else is read by the committed model.
/// </summary>
internal sealed class RecordedReadings : ITaskClassifier
{
    private const double SureFrom = 0.5;

    private readonly Dictionary<ulong, TaskReading> _readings;
    private readonly LinearTaskClassifier _committed = new();

    public RecordedReadings()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("readings.txt")!);
        _readings = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .DistinctBy(parts => parts[0]).ToDictionary(parts => ulong.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), parts => Reading(Chances(parts[1]), Chances(parts[2])));
    }

    public bool Knows(ulong digest) => _readings.ContainsKey(digest);

    public TaskReading Read(ReadOnlySpan<char> text) =>
        _readings.TryGetValue(XxHash64.HashToUInt64(MemoryMarshal.AsBytes(text)), out var recorded) ? recorded : _committed.Read(text);

    private static double[] Chances(string thousandths) =>
        [.. thousandths.Split(',').Select(chance => double.Parse(chance, CultureInfo.InvariantCulture) / 1000)];

    private static TaskReading Reading(double[] tasks, double[] levels)
    {
        var task = Array.IndexOf(tasks, tasks.Max());
        return new TaskReading
        {
            Task = (ModelTask)task,
            Confidence = tasks[task],
            IsSure = tasks[task] >= SureFrom,
            Chances = tasks,
            Difficulty = (Difficulty)Array.IndexOf(levels, levels.Max()),
            HighChance = levels[(int)Difficulty.High],
        };
    }
}
