using System.Text.Json;
using System.Text.RegularExpressions;
using MultiLLM.Server.FunctionalTests.Support;
using YamlDotNet.RepresentationModel;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

/// <summary>The dashboard and the alert rules refer to what <c>/metrics</c> really has.</summary>
public sealed partial class OperationsFilesTests(WatchedService watched) : IClassFixture<WatchedService>
{
    private static readonly string[] s_units = ["reqps", "percentunit", "s", "short", "bytes"];
    private static readonly string s_folder = Path.Combine(RepositoryRoot.Path, "docs", "operations");

    [Fact]
    public async Task Dashboard_Queries_NameMetricsAndLabelsThatExist()
    {
        using var dashboard = Dashboard();
        var queries = Panels(dashboard).SelectMany(Targets).Select(target => target.GetProperty("expr").GetString()!).ToList();

        Assert.True(queries.Count > 30);
        await CheckAsync(queries);
    }

    [Fact]
    public void Dashboard_Panels_CanBeImported()
    {
        using var dashboard = Dashboard();
        var root = dashboard.RootElement;

        Assert.Equal("multillm-overview", root.GetProperty("uid").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("id").ValueKind); // an id would be another Grafana's
        Assert.True(root.GetProperty("schemaVersion").GetInt32() >= 39);
        Assert.Contains(root.GetProperty("templating").GetProperty("list").EnumerateArray(),
            variable => variable.GetProperty("name").GetString() == "datasource" && variable.GetProperty("type").GetString() == "datasource");
        var all = root.GetProperty("panels").EnumerateArray().ToList();
        Assert.Equal(all.Count, all.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        foreach (var panel in Panels(dashboard))
        {
            var title = panel.GetProperty("title").GetString();
            Assert.True(panel.GetProperty("description").GetString()!.Length > 3, title);
            Assert.Contains(panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString(), s_units);
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
            Assert.NotEmpty(Targets(panel));
            Assert.Equal(Targets(panel).Count(), Targets(panel).Select(target => target.GetProperty("refId").GetString()).Distinct().Count());
            var place = panel.GetProperty("gridPos");
            Assert.True(place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32() <= 24, title);
        }
    }

    [Fact]
    public async Task Dashboard_Variables_AskForLabelsThatExist()
    {
        using var dashboard = Dashboard();
        var metrics = await watched.MetricsAsync();

        var asked = LabelValues().Match(dashboard.RootElement.GetProperty("templating").GetProperty("list")[1].GetProperty("definition").GetString()!);
        Assert.Contains(asked.Groups["label"].Value, metrics.LabelsOf(asked.Groups["metric"].Value));
    }

    [Fact]
    public async Task Alerts_Expressions_NameMetricsAndLabelsThatExist()
    {
        var rules = Rules();

        Assert.True(rules.Count >= 10);
        await CheckAsync(rules.Select(rule => Text(rule, "expr")));
    }

    [Fact]
    public void Alerts_Rules_SayWhatIsWrongAndWhatToDo()
    {
        var rules = Rules();

        Assert.Equal(rules.Count, rules.Select(rule => Text(rule, "alert")).Distinct().Count());
        foreach (var rule in rules)
        {
            Assert.Contains(Text((YamlMappingNode)rule["labels"], "severity"), (string[])["info", "warning", "critical"]);
            var annotations = (YamlMappingNode)rule["annotations"];
            Assert.EndsWith(".", Text(annotations, "summary"));
            Assert.EndsWith(".", Text(annotations, "runbook"));
            // What a summary quotes of the result must be in it.
            foreach (Match label in QuotedLabel().Matches(Text(annotations, "summary")))
                Assert.True(Text(rule, "expr").Contains($"{label.Groups["name"].Value})") || !Text(rule, "expr").Contains(" by "), Text(rule, "alert"));
        }
    }

    [Fact]
    public async Task Guide_Metrics_AreThoseThatExist()
    {
        var metrics = await watched.MetricsAsync();
        var told = MetricName().Matches(File.ReadAllText(Path.Combine(s_folder, "README.md"))).Select(name => name.Value).ToHashSet();
        var there = metrics.Names.Select(name => HistogramPart().Replace(name, "")).Where(name => name != "target_info").ToHashSet();

        Assert.Empty(there.Except(told));
        Assert.Empty(told.Except(there));
    }

    [Theory]
    [InlineData("sum(rate(a_total{b=\"c)\"}[5m])", false)]
    [InlineData("sum(rate(a_total{b=\"c)\"}[5m]))", true)]
    public void Query_Brackets_AreCounted(string query, bool balanced) => Assert.Equal(balanced, new PromQuery(query).IsBalanced);

    [Fact]
    public void Query_NamesAndLabels_AreFound()
    {
        var query = new PromQuery("""histogram_quantile(0.95, sum by (le, model) (rate(a_bucket{x=~"$y|by (q)"}[5m]))) > 2 and on (k) b offset 5m < 5e9""");

        Assert.Equal(["a_bucket", "b"], query.Selected.Select(selected => selected.Metric));
        Assert.Equal(["x"], query.Selected[0].Labels);
        Assert.Equal(["k", "le", "model"], query.Groupings.Order());
    }

    private async Task CheckAsync(IEnumerable<string> queries)
    {
        var metrics = await watched.MetricsAsync();
        foreach (var query in queries.Select(text => new PromQuery(text)))
        {
            Assert.True(query.IsBalanced, query.Text);
            Assert.NotEmpty(query.Selected);
            foreach (var (metric, labels) in query.Selected)
            {
                Assert.True(metrics.Names.Contains(metric), $"There is no metric {metric}: {query.Text}");
                foreach (var label in labels.Concat(query.Groupings))
                    Assert.True(metrics.LabelsOf(metric).Contains(label), $"{metric} has no label {label}: {query.Text}");
            }
        }
    }

    private static JsonDocument Dashboard() => JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, "grafana-dashboard.json")));

    private static IEnumerable<JsonElement> Panels(JsonDocument dashboard) =>
        dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row");

    private static IEnumerable<JsonElement> Targets(JsonElement panel) => panel.GetProperty("targets").EnumerateArray();

    private static List<YamlMappingNode> Rules()
    {
        var yaml = new YamlStream();
        using var file = File.OpenText(Path.Combine(s_folder, "alerts.yml"));
        yaml.Load(file);
        return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>()];
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    [GeneratedRegex(@"(?<=`)(gen_ai_(server|client)|multillm|http_server|dotnet_process)_[a-z_]+(?=`)")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"^label_values\((?<metric>\w+), (?<label>\w+)\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\$labels\.(?<name>\w+)")]
    private static partial Regex QuotedLabel();
}
