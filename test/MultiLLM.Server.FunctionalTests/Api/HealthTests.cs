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

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Head_OfAProbe_IsItsStatusWithoutABody(string path)
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using var response = await service.Http.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
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
