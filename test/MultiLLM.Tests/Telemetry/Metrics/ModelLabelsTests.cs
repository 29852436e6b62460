using MultiLLM.Core.Catalog;
using MultiLLM.Core.Telemetry.Metrics;

namespace MultiLLM.Tests.Telemetry.Metrics;

public sealed class ModelLabelsTests
{
    [Theory]
    [InlineData("chat", "chat")]
    [InlineData("CHAT", "chat")]
    [InlineData("chat-alias", "chat")]
    [InlineData("auto", "auto")]
    [InlineData("auto:fast", "auto")]
    [InlineData("auto:nonsense", "other")]
    [InlineData("nobody", "other")]
    [InlineData("", "auto")]
    public void OfAsked_Name_IsAModelsIdOrOneOfTwoWords(string asked, string label) => Assert.Equal(label, new ModelLabels(new KnownModels("chat")).OfAsked(asked));

    [Fact]
    public void Of_NoModel_IsNone() => Assert.Equal("none", new ModelLabels(new KnownModels()).Of(null));

    [Fact]
    public void Of_CatalogThatChangesAllTheTime_MakesABoundedNumberOfLabels()
    {
        var catalog = new KnownModels();
        var labels = new ModelLabels(catalog);
        var given = new HashSet<string>();

        for (var i = 0; i < 1000; i++)
        {
            catalog.Current = new CatalogSnapshot([KnownModels.Model($"m{i}")], []);
            given.Add(labels.Of($"m{i}"));
        }

        Assert.Equal(201, given.Count);
        Assert.Contains("other", given);
        Assert.Equal("m0", labels.Of("m0")); // what was given stays, also when the model is gone
    }
}
