using MultiLLM.Dashboard.Models.Details;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Models.Details;

public sealed class FactTests
{
    [Fact]
    public void Of_Model_LeavesOutWhatIsNotKnown()
    {
        var names = Fact.Of(Samples.Model("a")).Select(fact => fact.Name).ToList();

        Assert.Contains("Parameters", names);
        Assert.DoesNotContain("Licence", names);
        Assert.DoesNotContain("To download", names);
    }

    [Fact]
    public void Of_Resident_SaysHowFarThePredictionWasOff()
    {
        var facts = Fact.Of(Samples.Ready("a", 1_000_000_000) with { PredictedBytes = 1_250_000_000 }, null);

        Assert.Equal("1.25 GB (+25 %)", facts.Single(fact => fact.Name == "Predicted").Value);
    }
}
