using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;
using MultiLLM.PolicyBench;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Policy;

[Collection("Content policy, with all of the processor")]
public sealed class DetectorFloorTests
{
    [Theory]
    [InlineData("development")]
    [InlineData("held-out")]
    public void Cases_Labelled_KeepTheFloors(string name)
    {
        var result = Evaluation.Of(PolicyCases.Read(Path.Combine(RepositoryRoot.Path, "testassets", "policy", $"{name}.jsonl")));

        Assert.True(result.Recall(score => score.Group == DetectorGroups.Secrets) >= 0.90);
        Assert.True(result.Recall(score => score.Group == DetectorGroups.Personal) >= 0.90);
        Assert.True(result.Recall(score => score.Group == DetectorGroups.Injection) >= 0.80);
        Assert.True(result.FalseAlarms <= 0.01, string.Join('\n', result.Alarms.Select(alarm => $"{alarm.What}: {alarm.Case.Text}")));
        Assert.True(result.Harmless >= 150);
    }

    /// <summary>Not a measurement: it only tells linear from quadratic time, on a machine that is busy.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("1 2 3 4 5 6 7 8 9 0 ")]
    [InlineData("1234567890")]
    [InlineData("a@a.a@")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("password password: ")]
    [InlineData("ignore ignore previous ")]
    [InlineData("sk-sk-sk- eyJ://:@")]
    [InlineData("::::-:-:")]
    [InlineData("%41\\u0041&amp;")]
    [InlineData("](http[](http")]
    [InlineData("а1е2о3")]
    public void Scan_MegabyteOfHostileText_TakesNoLongerPerCharacter(string piece)
    {
        var catalog = DetectorCatalog.Load();
        var scanner = new TextScanner([new PolicyRule { Id = "all", Detectors = catalog.All, Direction = PolicyDirection.Input, Action = PolicyAction.Flag }]);

        Growth.IsLinear(1_000_000, length =>
        {
            var text = string.Concat(Enumerable.Repeat(piece, (length / piece.Length) + 1))[..length];
            return () => scanner.Scan(text);
        });
    }
}
