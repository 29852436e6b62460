using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Exposure;

public sealed class CrossOriginTests
{
    private const string Friend = "https://app.example.com";

    [Theory]
    [InlineData(Friend)]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task Preflight_NothingConfigured_NobodyIsInvited(string origin)
    {
        await using var service = await TestService.StartAsync();
        using var response = await AskFirstAsync(service, origin);

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.NotEqual(204, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(Friend, true)]
    [InlineData("https://app.example.com.evil.example", false)]
    [InlineData("http://app.example.com", false)]
    [InlineData("https://app.example.com:444", false)]
    [InlineData("null", false)]
    public async Task Preflight_OneConfigured_OnlyThatOneIsInvited(string origin, bool isInvited)
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:AllowedOrigins:0", Friend);
        using var preflight = await AskFirstAsync(service, origin);
        Assert.Equal(isInvited ? [origin] : [], Allowed(preflight));
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Credentials"));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/models/tiny-chat/load") { Headers = { { "Origin", origin } } };
        using var response = await service.Http.SendAsync(request);
        Assert.Equal(isInvited ? 200 : 403, (int)response.StatusCode);
        Assert.Equal(isInvited ? [origin] : [], Allowed(response));
    }

    [Fact]
    public async Task Error_ForAConfiguredOrigin_CanBeReadByIt()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:AllowedOrigins:0", Friend);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models/nonesuch") { Headers = { { "Origin", Friend } } };
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal([Friend], Allowed(response));
    }

    /// <summary>Some browsers send no Origin with a form; all of today's say what kind of site asks.</summary>
    [Theory]
    [InlineData("cross-site", 403)]
    [InlineData("same-site", 403)]
    [InlineData("same-origin", 200)]
    [InlineData("none", 200)]
    public async Task Post_WithoutOrigin_OfAnotherSite_IsRefused(string site, int expected)
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/models/tiny-chat/load") { Headers = { { "Sec-Fetch-Site", site } } };
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    private static string[] Allowed(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? [.. origins] : [];

    private static Task<HttpResponseMessage> AskFirstAsync(TestService service, string origin) => service.Http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions")
    {
        Headers =
        {
            { "Origin", origin },
            { "Access-Control-Request-Method", "POST" },
            { "Access-Control-Request-Headers", "content-type" },
        },
    });
}
