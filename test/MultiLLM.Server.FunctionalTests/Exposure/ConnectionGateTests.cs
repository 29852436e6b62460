using System.Net;
using MultiLLM.Server.Exposure;

namespace MultiLLM.Server.FunctionalTests.Exposure;

public sealed class ConnectionGateTests
{
    [Fact]
    public void TryEnter_BeyondItsShare_IsRefusedUntilOneLeaves()
    {
        var gate = new ConnectionGate(2);
        var (one, other) = ("10.0.0.1", "10.0.0.2");

        Assert.True(gate.TryEnter(one));
        Assert.True(gate.TryEnter(one));
        Assert.False(gate.TryEnter(one));
        Assert.True(gate.TryEnter(other));
        gate.Leave(one);
        Assert.True(gate.TryEnter(one));
    }

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("::ffff:127.0.0.1", null)]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void WhoIs_ThisMachineIsNobody_AndANetworkIsOne(string address, string? expected) =>
        Assert.Equal(expected, ConnectionGate.WhoIs(new IPEndPoint(IPAddress.Parse(address), 1)));
}
