using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MultiLLM.Dashboard.Health.Standing;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Models.Acting;
using MultiLLM.Dashboard.Models.Fetching;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Health.Standing;

public sealed class HealthCardTests : PageTest
{
    private readonly FakeApi _api = new();

    public HealthCardTests()
    {
        var client = _api.Client();
        Services.AddSingleton(client);
        Services.AddSingleton(new LiveFeed(client, Time, NullLogger<LiveFeed>.Instance));
        Services.AddSingleton<SharedDownloads>();
        Services.AddScoped<Downloads>();
        Services.AddScoped<ModelActions>();
    }

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
        _api.On("POST /models/big/unload", """{"error":{"code":"model_busy","message":"big is answering 1 request."}}""", HttpStatusCode.Conflict);
        var card = Render<HealthCard>(parameters => parameters.Add(c => c.Picture, new HealthPicture(
            HealthGrade.Impaired, "Memory is short", 64, [], [new HealthAdvice("Unload big.", "unload", "big")])));

        await card.Find("button").ClickAsync(new());

        card.WaitForAssertion(() => Assert.Equal("big is answering 1 request.", card.Find("[role=alert]").TextContent));
    }
}
