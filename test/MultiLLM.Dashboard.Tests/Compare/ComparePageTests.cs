using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Dashboard.Compare;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Compare;

public sealed class ComparePageTests : ChatTest
{
    public ComparePageTests() => Services.AddSingleton<IBlindComparisons, ServiceComparisons>();

    [Fact]
    public void Models_ServiceIsAway_SaysSoAndOffersToTryAgain()
    {
        Api.Refuse("GET /models");

        var page = Render<ComparePage>();

        Assert.Contains("does not answer", page.Find("[role=alert]").TextContent);
        Assert.Contains("Try again", page.Markup);
    }

    [Fact]
    public void Models_OfManyKinds_OffersThoseThatWrite()
    {
        Api.On("GET /models", """
            {"max_concurrent_models":3,"models":[{"id":"b","name":"Beta","kind":"chat","state":"ready","installed":true},{"id":"a","name":"<i>Alpha</i>","kind":"code","state":"unloaded","installed":true},
             {"id":"e","name":"Embed","kind":"embedding","state":"unloaded","installed":true}]}
            """);

        var page = Render<ComparePage>();

        Assert.Equal(["<i>Alpha</i>", "Beta"], page.FindAll("fieldset:not(.order) .check").Select(label => label.TextContent.Trim()));
        Assert.Single(page.FindAll("[data-testid=blind-switch]"));
    }

    [Fact]
    public void Models_OneOnly_SaysWhatIsMissing()
    {
        Api.On("GET /models", """{"max_concurrent_models":3,"models":[{"id":"b","name":"Beta","kind":"chat","state":"ready","installed":true}]}""");

        Assert.Contains("Two models that write text are needed", Render<ComparePage>().Markup);
    }
}
