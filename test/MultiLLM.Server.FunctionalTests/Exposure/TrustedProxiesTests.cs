using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Exposure;

public sealed class TrustedProxiesTests
{
    private const string Stranger = "203.0.113.7";

    [Fact]
    public async Task Forwarded_ByNobodyTrusted_CountsForNothing()
    {
        await using var service = await StartAsync();
        Assert.NotEqual(Stranger, await CallerAsync(service, Stranger));
    }

    [Fact]
    public async Task Forwarded_ByATrustedProxy_IsTheCaller()
    {
        await using var service = await StartAsync("--MultiLLM:Server:TrustedProxies:0", "127.0.0.0/8", "--MultiLLM:Server:TrustedProxies:1", "::1");
        Assert.Equal(Stranger, await CallerAsync(service, Stranger));
    }

    /// <summary>What stands before the last address that is not trusted was written by that one.</summary>
    [Fact]
    public async Task Forwarded_ThroughAStranger_IsTheStranger()
    {
        await using var service = await StartAsync("--MultiLLM:Server:TrustedProxies:0", "127.0.0.0/8");
        Assert.Equal(Stranger, await CallerAsync(service, $"10.1.2.3, {Stranger}"));
    }

    [Fact]
    public async Task ForwardedHost_OfATrustedProxy_IsCheckedLikeAnyOther()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:TrustedProxies:0", "127.0.0.0/8");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { { "X-Forwarded-Host", "rebound.example" } } };
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("2001:db8::/32", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("proxy.example", false)]
    [InlineData("", false)]
    public void TryParse_AddressesAndNetworksOnly(string text, bool expected) =>
        Assert.Equal(expected, Server.Exposure.TrustedProxies.TryParse(text, out _));

    /// <summary>Who says that it was passed on is asked for a key: the caller is not at this machine.</summary>
    [Fact]
    public async Task Forwarded_WithoutAKey_IsAskedForOne()
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/models") { Headers = { { "X-Forwarded-For", "127.0.0.1" } } };
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(401, (int)response.StatusCode);
    }

    private static Task<TestService> StartAsync(params string[] args) => TestService.StartAsync(["--MultiLLM:Gateway:RequireKeys", "false", .. args]);

    private static async Task<string?> CallerAsync(TestService service, string forwarded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat")
        {
            Headers = { { "X-Forwarded-For", forwarded } },
            Content = new StringContent("""{"message": "say hello"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        using var response = await service.Http.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        return Assert.Single(service.Chat.Calls).Options.Caller!.Address;
    }
}
