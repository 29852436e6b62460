using Bunit;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Models.Browsing;
using MultiLLM.Dashboard.Tests.Support;
using System.Net;

namespace MultiLLM.Dashboard.Tests.Models.Browsing;

public sealed class ModelRowTests : PageTest
{
    [Fact]
    public void Render_HostileTexts_StandAsText()
    {
        const string Attack = "<img src=x onerror=alert(1)> \u202Egnp.exe";
        var model = Samples.Model("../a b?<script>", Attack) with { License = "<b>free</b>" };

        var row = Render<ModelRow>(parameters => parameters.Add(r => r.Row, ModelRowView.Of(model, LiveView.Nothing)));

        Assert.Empty(row.FindAll("img, script, b"));
        Assert.Equal(Attack, row.Find("h2 bdi").TextContent);
        Assert.Equal("/ui/models/..%2Fa%20b%3F%3Cscript%3E", row.Find("h2 a").GetAttribute("href"));
    }

    [Fact]
    public void Render_NotInstalled_OffersToFetch()
    {
        var model = Samples.Model("m") with { Installed = false, State = "not_installed" };
        var row = Render<ModelRow>(parameters => parameters.Add(r => r.Row, ModelRowView.Of(model, LiveView.Nothing)));

        Assert.Equal("Fetch", row.Find("[data-testid=pull]").TextContent.Trim());
        Assert.Empty(row.FindAll("[data-testid=load]"));
    }

    [Fact]
    public void Render_DownloadUnderWay_ShowsHowFarInsteadOfAButton()
    {
        var model = Samples.Model("m") with { Installed = false, State = "not_installed" };
        var row = Render<ModelRow>(parameters => parameters
            .Add(r => r.Row, ModelRowView.Of(model, LiveView.Nothing))
            .Add(r => r.Download, new PullStatus { Id = "m", Source = "s", State = "downloading", BytesDone = 1_000_000, BytesTotal = 2_000_000 }));

        Assert.Empty(row.FindAll("[data-testid=pull]"));
        Assert.Contains("1.00 MB of 2.00 MB", row.Markup);
    }

    [Fact]
    public void Render_CannotRun_SaysWhy()
    {
        var model = Samples.Model("m") with { Installed = false, State = "not_installed", CannotRun = "Rerankers cannot be run yet." };
        var row = Render<ModelRow>(parameters => parameters.Add(r => r.Row, ModelRowView.Of(model, LiveView.Nothing)));

        Assert.Contains("Rerankers cannot be run yet.", row.Markup);
        Assert.Empty(row.FindAll("button"));
    }

    [Fact]
    public async Task Load_ServiceRefuses_SaysWhyBesideTheButton()
    {
        Api.On("POST /models/m/load", """{"error":{"code":"insufficient_memory","message":"m needs <b>5 GB</b>."}}""", HttpStatusCode.ServiceUnavailable);
        var row = Render<ModelRow>(parameters => parameters.Add(r => r.Row, ModelRowView.Of(Samples.Model("m"), LiveView.Nothing)));

        await row.Find("[data-testid=load]").ClickAsync(new());

        row.WaitForAssertion(() => Assert.Equal("m needs <b>5 GB</b>.", row.Find("[data-testid=model-error]").TextContent));
    }

    [Fact]
    public void Render_LiveStanding_WinsOverWhatWasAsked()
    {
        var view = new LiveView { Residency = Samples.Residency(Samples.Ready("m") with { State = "loading", LoadProgress = 0.456 }) };
        var row = Render<ModelRow>(parameters => parameters.Add(r => r.Row, ModelRowView.Of(Samples.Model("m"), view)));

        Assert.Contains("loading 46 %", row.Find("[data-testid=model-state]").TextContent);
        Assert.True(row.Find("[data-testid=unload]").HasAttribute("disabled"));
    }
}
