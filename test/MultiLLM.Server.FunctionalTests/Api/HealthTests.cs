using MultiLLM.Core.Catalog;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Api;

public sealed class HealthTests
{
    [Fact]
    public async Task Live_Always_IsOk()
    {
        await using var service = await TestService.StartAsync();
        service.Parts.Catalog.Current = CatalogSnapshot.Empty;

        var (status, body) = await service.GetJsonAsync("/health/live");

        Assert.Equal((200, "ok"), (status, body.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Ready_WithoutModels_SaysWhatIsMissing()
    {
        await using var service = await TestService.StartAsync();
        var (before, _) = await service.GetJsonAsync("/health/ready");
        service.Parts.Catalog.Current = CatalogSnapshot.Empty;
        var (after, body) = await service.GetJsonAsync("/health/ready");

        Assert.Equal((200, 503), (before, after));
        Assert.Contains("models folder", Assert.Single(body.GetProperty("reasons").EnumerateArray()).GetString());
    }
}
