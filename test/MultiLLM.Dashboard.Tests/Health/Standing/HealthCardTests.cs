using System.Net;
using Bunit;
using MultiLLM.Dashboard.Health.Standing;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Health.Standing;

public sealed class HealthCardTests : PageTest
{
    [Fact]
    public void Render_Score_ShowsItWithReasonsAndAdviceAsButtons()
    {
        var card = Render<HealthCard>(parameters => parameters.Add(c => c.Picture, new HealthPicture(
            HealthGrade.Impaired, "Memory is short", 64, ["<i>Much</i> is in use."], [new HealthAdvice("Unload big.", "unload", "big"), new HealthAdvice("Restart the service.")])));

        Assert.Contains("64 of 100 points", card.Markup);
        Assert.Empty(card.FindAll("i"));
        Assert.Equal("Unload big", card.FindAll("button").Single().GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Click_AdviceThatIsRefused_SaysWhy()
    {
        Api.On("POST /models/big/unload", """{"error":{"code":"model_busy","message":"big is answering 1 request."}}""", HttpStatusCode.Conflict);
        var card = Render<HealthCard>(parameters => parameters.Add(c => c.Picture, new HealthPicture(
            HealthGrade.Impaired, "Memory is short", 64, [], [new HealthAdvice("Unload big.", "unload", "big")])));

        await card.Find("button").ClickAsync(new());

        card.WaitForAssertion(() => Assert.Equal("big is answering 1 request.", card.Find("[role=alert]").TextContent));
    }
}
