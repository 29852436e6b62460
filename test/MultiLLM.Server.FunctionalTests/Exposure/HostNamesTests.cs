using MultiLLM.Server.Exposure;

namespace MultiLLM.Server.FunctionalTests.Exposure;

public sealed class HostNamesTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("a.localhost", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("[::1]", true)]
    [InlineData("192.168.1.5", false)]
    [InlineData("box", false)]
    [InlineData("rebound.example", false)]
    [InlineData("", false)]
    public void IsAllowed_OnLoopbackOnly_OnlyItsNames(string host, bool expected) =>
        Assert.Equal(expected, new HostNames(loopbackOnly: true, "box", []).IsAllowed(host));

    [Theory]
    [InlineData("192.168.1.5", true)]
    [InlineData("[2001:db8::1]", true)]
    [InlineData("BOX", true)]
    [InlineData("box.evil.example", false)]
    [InlineData("rebound.example", false)]
    [InlineData("", false)]
    public void IsAllowed_OnEveryInterface_AddressesAndTheMachinesName(string host, bool expected) =>
        Assert.Equal(expected, new HostNames(loopbackOnly: false, "box", []).IsAllowed(host));

    [Theory]
    [InlineData("models.lan", "models.lan", true)]
    [InlineData("models.lan", "MODELS.lan", true)]
    [InlineData("models.lan", "a.models.lan", false)]
    [InlineData("*.models.lan", "a.models.lan", true)]
    [InlineData("*.models.lan", "models.lan", false)]
    [InlineData("*.models.lan", "evilmodels.lan", false)]
    [InlineData("*", "anything.example", true)]
    public void IsAllowed_Configured_ExactlyThat(string configured, string host, bool expected) =>
        Assert.Equal(expected, new HostNames(loopbackOnly: true, "box", [configured]).IsAllowed(host));

    [Theory]
    [InlineData("models.lan", true)]
    [InlineData("*.models.lan", true)]
    [InlineData("*", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("models.lan:8007", false)]
    [InlineData("http://models.lan", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    public void IsName_OnlyNamesWithoutPortOrScheme(string name, bool expected) => Assert.Equal(expected, HostNames.IsName(name));
}
