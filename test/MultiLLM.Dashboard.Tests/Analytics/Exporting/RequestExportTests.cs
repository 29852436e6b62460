using System.Net;
using Bunit;
using MultiLLM.Client;
using MultiLLM.Dashboard.Analytics.Exporting;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Analytics.Exporting;

public sealed class RequestExportTests : PageTest
{
    [Fact]
    public void Click_Csv_GivesTheBrowserTheServicesFile()
    {
        Api.On("GET /analytics/export", "time,request_id\r\n");
        var module = JSInterop.SetupModule("./ui/browser.js");
        var given = module.Setup<object>(call => call.Identifier == "downloadStream").SetResult(new object());

        var buttons = Buttons();
        buttons.Find("[data-testid=export-csv]").Click();

        buttons.WaitForAssertion(() => Assert.Equal(["multillm-requests.csv", "text/csv"], Assert.Single(given.Invocations).Arguments.Take(2)));
        Assert.Contains(Api.Asked, asked => asked.StartsWith("GET /analytics/export?model=a&", StringComparison.Ordinal) && asked.EndsWith("format=csv", StringComparison.Ordinal));
    }

    [Fact]
    public void Click_ServiceRefuses_SaysWhy()
    {
        Api.On("GET /analytics/export", """{"error":{"code":"analytics_unavailable","message":"The analytics database does not answer."}}""", HttpStatusCode.ServiceUnavailable);
        var buttons = Buttons();

        buttons.Find("[data-testid=export-ndjson]").Click();

        buttons.WaitForAssertion(() => Assert.Equal("The analytics database does not answer.", buttons.Find("[role=alert]").TextContent));
        Assert.False(buttons.Find("[data-testid=export-ndjson]").HasAttribute("disabled"));
    }

    private IRenderedComponent<ExportButtons> Buttons() =>
        Render<ExportButtons>(parameters => parameters.Add(buttons => buttons.Query, () => new AnalyticsQuery { Model = "a" }));
}
