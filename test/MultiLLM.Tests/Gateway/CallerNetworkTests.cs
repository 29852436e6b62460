using System.Net;
using MultiLLM.Core.Gateway;

namespace MultiLLM.Tests.Gateway;

public sealed class CallerNetworkTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void Of_Address_IsWhatOnePartyHas(string address, string expected) => Assert.Equal(expected, CallerNetwork.Of(IPAddress.Parse(address)));
}
