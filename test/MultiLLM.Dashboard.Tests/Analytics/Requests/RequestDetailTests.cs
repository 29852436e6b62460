using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Analytics.Choosing;
using MultiLLM.Dashboard.Analytics.Requests;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Analytics.Requests;

public sealed class RequestDetailTests : PageTest
{
    private const string Decision =
        """{"time":"2026-11-24T14:00:00+00:00","model_id":"starter-chat","requested":"auto","reason":"For <b>code</b>: starter-chat.","task":"code","candidates":[{"model_id":"starter-chat","score":0.5,"eligible":true,"reasons":["loaded"]}]}""";

    [Fact]
    public void Render_Answered_ShowsWhereItsTimeWentAndWhyThisModel()
    {
        Records(AnalyticsSamples.Request() with { DecisionId = "sel-1" });
        Api.On("GET /selection/decisions/sel-1", Decision);

        var detail = Render();
        detail.WaitForElement("[data-testid=why]");

        Assert.Equal(["Service", "Load", "Queue", "Prompt", "Answer", "End", "In all"], detail.FindAll("[data-testid=waterfall] .name").Select(name => name.TextContent));
        Assert.Equal("For <b>code</b>: starter-chat.", detail.Find("[data-testid=why]").TextContent);
        Assert.Contains("starter-chat ✓", detail.Find("table").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FailedAfterAnotherAttempt_TellsBothErrors()
    {
        Records(
            AnalyticsSamples.Request("req-1", "failed") with { ErrorCode = "runner_crashed", Attempt = 2 },
            AnalyticsSamples.Request("req-1", "superseded") with { ErrorCode = "model_load_failed", ModelUsed = "big" });

        var detail = Render();

        Assert.Contains("process ended", detail.WaitForElement("[data-testid=request-error]").TextContent, StringComparison.Ordinal);
        Assert.Contains("big failed before its first output: The model could not be loaded.", detail.Find("[data-testid=attempts]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ChoiceForgotten_SaysSoWithoutAnError()
    {
        Records(AnalyticsSamples.Request() with { DecisionId = "gone" });
        Api.On("GET /selection/decisions/gone", """{"error":{"code":"decision_not_found","message":"There is no such decision."}}""", HttpStatusCode.NotFound);

        var detail = Render();

        detail.WaitForElement("[data-testid=forgotten]");
        Assert.Empty(detail.FindAll("[role=alert]"));
    }

    [Fact]
    public void Render_NothingKept_LooksEverywhereAndSaysSo()
    {
        Records();

        var detail = Render();

        Assert.Contains("Nothing is kept", detail.WaitForElement(".empty").TextContent, StringComparison.Ordinal);
        Assert.Contains(Api.Asked, asked => asked.Contains("since=3660d", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_InTheList_IsShownBeforeTheServiceAnswers()
    {
        Records(AnalyticsSamples.Request());

        var detail = Render(known: AnalyticsSamples.Request());

        Assert.Contains("Succeeded", detail.Find(".end").TextContent, StringComparison.Ordinal);
        Assert.Contains("from=2026-11-24T14%3A00%3A00", Assert.Single(Api.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public void Close_ByTheBrowser_IsToldToThePage()
    {
        Records(AnalyticsSamples.Request());
        var closed = false;

        Render(onClose: () => closed = true).Find("dialog").TriggerEvent("onclose", EventArgs.Empty);

        Assert.True(closed);
    }

    private void Records(params IReadOnlyList<RequestInfo> records) =>
        Api.On("GET /analytics/requests", JsonSerializer.Serialize(new RequestPage(records), ApiJsonContext.Default.RequestPage));

    private IRenderedComponent<RequestDetail> Render(RequestInfo? known = null, Action? onClose = null) => Render<RequestDetail>(parameters => parameters
        .Add(detail => detail.Id, "req-1")
        .Add(detail => detail.Known, known)
        .Add(detail => detail.Span, AnalyticsSpan.Of(Now.AddDays(-1), Now, Now))
        .Add(detail => detail.OnClose, onClose ?? (() => { })));
}
