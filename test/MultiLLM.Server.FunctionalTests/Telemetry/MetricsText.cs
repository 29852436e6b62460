using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

/// <summary>What <c>/metrics</c> said, read strictly: every line is a comment or a sample.</summary>
internal sealed partial class MetricsText
{
    private readonly List<(string Name, IReadOnlyDictionary<string, string> Labels, double Value)> _samples = [];

    public MetricsText(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
                continue;
            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"This is no sample: {line}");
            var labels = Label().Matches(sample.Groups["labels"].Value).ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value);
            _samples.Add((sample.Groups["name"].Value, labels, double.Parse(sample.Groups["value"].Value.Replace("+Inf", "Infinity"), CultureInfo.InvariantCulture)));
        }
    }

    public IReadOnlySet<string> Names => _samples.Select(sample => sample.Name).ToHashSet();

    /// <summary>Series in all.</summary>
    public int Count => _samples.Count;

    /// <summary>Of the samples of one name.</summary>
    public IReadOnlySet<string> LabelsOf(string name) => _samples.Where(sample => sample.Name == name).SelectMany(sample => sample.Labels.Keys).ToHashSet();

    public IReadOnlySet<string> ValuesOf(string label) =>
        _samples.Where(sample => sample.Labels.ContainsKey(label)).Select(sample => sample.Labels[label]).ToHashSet();

    /// <summary>Of all samples with this name and these labels.</summary>
    public double Sum(string name, params (string Name, string Value)[] labels) => _samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Sum(sample => sample.Value);

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>[^}]*)\})? (?<value>\S+)( \d+)?$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(?:[^"\\]|\\.)*)"(,|$)""")]
    private static partial Regex Label();
}
