using MultiLLM.PolicyBench;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Policy;

/// <summary>On the cases that were written without a look at the detectors; those of "sealed" never changed one.</summary>
public sealed class IndependentFloorTests
{
    [Theory]
    [InlineData("independent")]
    [InlineData("independent/sealed")]
    public void Cases_WrittenByOthers_KeepTheFloors(string folder)
    {
        var result = IndependentEvaluation.Of(IndependentCases.Read(Path.Combine(RepositoryRoot.Path, "testassets", "policy", folder)));
        var missed = string.Join('\n', result.Missed.Select(item => $"{item.Id}: {item.Text}"));

        Assert.True(result.Recall("secret") >= 0.90, missed);
        Assert.True(result.Recall("card", "iban", "national-id") >= 0.90, missed);
        Assert.True(result.Recall("injection") >= 0.80, missed);
        Assert.True(result.FalseAlarms <= 0.01, string.Join('\n', result.Alarms.Select(alarm => $"{alarm.What}: {alarm.Case.Text}")));
        Assert.True(result.Harmless >= 250);
    }
}
