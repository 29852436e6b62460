using Microsoft.AspNetCore.Http;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Gateway.Keys.Authentication;

namespace MultiLLM.Server.FunctionalTests.Gateway.Keys;

public sealed class KeyDemandTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", null, false)]
    [InlineData("::1", "::1", null, false)]
    [InlineData("::ffff:127.0.0.1", "::ffff:127.0.0.1", null, false)]
    [InlineData("192.0.2.1", "192.0.2.9", null, true)]
    [InlineData("127.0.0.1", "192.0.2.9", null, true)]
    [InlineData(null, "127.0.0.1", null, true)]
    [InlineData("127.0.0.1", "127.0.0.1", "Forwarded", true)]
    [InlineData("127.0.0.1", "127.0.0.1", "x-forwarded-for", true)]
    [InlineData("127.0.0.1", "127.0.0.1", "X-Forwarded-Anything", true)]
    [InlineData("127.0.0.1", "127.0.0.1", "X-Original-For", true)]
    [InlineData("127.0.0.1", "127.0.0.1", "via", true)]
    [InlineData("127.0.0.1", "127.0.0.1", "X-Real-IP", true)]
    public void Of_Unset_AsksWhateverDoesNotComeStraightFromThisMachine(string? from, string to, string? header, bool asks)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = from is null ? null : System.Net.IPAddress.Parse(from);
        context.Connection.LocalIpAddress = System.Net.IPAddress.Parse(to);
        if (header is not null)
            context.Request.Headers[header] = "";

        Assert.Equal(asks, KeyDemand.Of(context, new GatewayOptions()));
        Assert.True(KeyDemand.Of(context, new GatewayOptions { RequireKeys = true }));
        Assert.False(KeyDemand.Of(context, new GatewayOptions { RequireKeys = false }));
    }
}
