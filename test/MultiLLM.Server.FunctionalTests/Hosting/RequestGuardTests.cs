using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Hosting;

public sealed class RequestGuardTests
{
    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1234", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("127.1.2.3:80", 200)]
    [InlineData("[::1]:8007", 200)]
    [InlineData("multillm.localhost", 200)]
    [InlineData("evil.example", 403)]
    [InlineData("localhost.evil.example", 403)]
    [InlineData("10.0.0.1", 403)]
    public async Task Host_OnLoopback_MustBeALoopbackName(string host, int expected)
    {
        await using var service = await TestService.StartAsync();
        foreach (var path in (string[])["/health/live", "/v1/models"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            using var response = await service.Http.SendAsync(request);
            Assert.Equal(expected, (int)response.StatusCode);
            if (expected == 403)
                Assert.Equal("host_not_allowed", (await TestService.JsonOf(response)).GetProperty("error").GetProperty("code").GetString());
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "models.lan", 200)]
    [InlineData("127.0.0.1", "other.lan", 403)]
    [InlineData("0.0.0.0", "models.lan", 200)]
    [InlineData("0.0.0.0", "10.9.8.7", 200)]
    [InlineData("0.0.0.0", "rebound.example", 403)]
    public async Task Host_OnAnyBind_MustBeKnown(string address, string host, int expected)
    {
        await using var service = await TestService.StartAsync("--address", address, "--MultiLLM:Server:AllowedHosts:0", "models.lan");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{service.Url.Port}/health/live") { Headers = { Host = host } };
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://localhost:1", 403)]
    [InlineData("self", 200)]
    public async Task Origin_OfAnotherSite_MayNotChangeAnything(string origin, int expected)
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/models/tiny-chat/load");
        request.Headers.Add("Origin", origin == "self" ? service.Url.GetLeftPart(UriPartial.Authority) : origin);
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(expected == 200 ? 1 : 0, service.Parts.Residency.Snapshot.Models.Count);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("self", 404)] // let through to where pages connect, which does not know this connection
    public async Task WebSocket_OfAnotherSite_IsRefused(string origin, int expected)
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor?id=nonesuch");
        request.Headers.Add("Origin", origin == "self" ? service.Url.GetLeftPart(UriPartial.Authority) : origin);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task AnyReply_HasSecurityHeadersAndNoServerName()
    {
        await using var service = await TestService.StartAsync();
        foreach (var path in (string[])["/health/live", "/nonesuch", "/v1/models/nonesuch", "/docs"])
        {
            using var response = await service.Http.GetAsync(path);
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["DENY"], response.Headers.GetValues("X-Frame-Options"));
            Assert.False(response.Headers.Contains("Server"));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("self", 400)] // there is no such page
    [InlineData("https://evil.example", 403)]
    [InlineData(null, 415)]
    public async Task Farewell_OfAClosedPage_MayBeAFormOfItsOwnOrigin(string? origin, int expected)
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/disconnect")
        {
            Content = new MultipartFormDataContent { { new StringContent("none"), "circuitId" } },
        };
        if (origin is not null)
            request.Headers.Add("Origin", origin == "self" ? service.Url.GetLeftPart(UriPartial.Authority) : origin);
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(expected, (int)response.StatusCode);
    }
}
