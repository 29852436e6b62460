using System.Net;
using CsCheck;
using MultiLLM.Core.Backends.Addresses;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Backends.Addresses;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("127.0.0.1", AddressClass.Loopback)]
    [InlineData("127.255.0.9", AddressClass.Loopback)]
    [InlineData("::1", AddressClass.Loopback)]
    [InlineData("::ffff:127.0.0.1", AddressClass.Loopback)]
    [InlineData("10.0.0.1", AddressClass.Private)]
    [InlineData("172.16.0.1", AddressClass.Private)]
    [InlineData("172.31.255.255", AddressClass.Private)]
    [InlineData("172.32.0.1", AddressClass.Public)]
    [InlineData("192.168.1.1", AddressClass.Private)]
    [InlineData("100.64.0.1", AddressClass.Private)]
    [InlineData("fd12::1", AddressClass.Private)]
    [InlineData("8.8.8.8", AddressClass.Public)]
    [InlineData("2606:4700::1111", AddressClass.Public)]
    [InlineData("169.254.1.1", AddressClass.LinkLocal)]
    [InlineData("fe80::1", AddressClass.LinkLocal)]
    [InlineData("fe80::1%3", AddressClass.LinkLocal)]
    [InlineData("febf::1", AddressClass.LinkLocal)]
    [InlineData("169.254.169.254", AddressClass.Metadata)]
    [InlineData("169.254.170.2", AddressClass.Metadata)]
    [InlineData("169.254.170.23", AddressClass.Metadata)]
    [InlineData("fd00:ec2::254", AddressClass.Metadata)]
    [InlineData("fd00:ec2::23", AddressClass.Metadata)]
    [InlineData("fd20:ce::254", AddressClass.Metadata)]
    [InlineData("168.63.129.16", AddressClass.Metadata)]
    [InlineData("100.100.100.200", AddressClass.Metadata)]
    [InlineData("192.0.0.192", AddressClass.Metadata)]
    [InlineData("::ffff:169.254.169.254", AddressClass.Metadata)]
    [InlineData("::ffff:0:169.254.169.254", AddressClass.Metadata)]
    [InlineData("::169.254.169.254", AddressClass.Metadata)]
    [InlineData("64:ff9b::a9fe:a9fe", AddressClass.Metadata)]
    [InlineData("2002:a9fe:a9fe::1", AddressClass.Metadata)]
    [InlineData("2606:4700::5efe:a9fe:a9fe", AddressClass.Metadata)]
    [InlineData("64:ff9b::808:808", AddressClass.Public)]
    [InlineData("2002:7f00:1::", AddressClass.Loopback)]
    [InlineData("64:ff9b:1::1", AddressClass.Reserved)]
    [InlineData("2001::1", AddressClass.Reserved)]
    [InlineData("2001:db8::1", AddressClass.Reserved)]
    [InlineData("fec0::1", AddressClass.Reserved)]
    [InlineData("100::1", AddressClass.Reserved)]
    [InlineData("4000::1", AddressClass.Reserved)]
    [InlineData("192.0.2.1", AddressClass.Reserved)]
    [InlineData("198.18.0.1", AddressClass.Reserved)]
    [InlineData("203.0.113.9", AddressClass.Reserved)]
    [InlineData("240.0.0.1", AddressClass.Reserved)]
    [InlineData("0.0.0.0", AddressClass.NoHost)]
    [InlineData("0.1.2.3", AddressClass.NoHost)]
    [InlineData("::", AddressClass.NoHost)]
    [InlineData("::ffff:0.0.0.0", AddressClass.NoHost)]
    [InlineData("224.0.0.1", AddressClass.NoHost)]
    [InlineData("255.255.255.255", AddressClass.NoHost)]
    [InlineData("ff02::1", AddressClass.NoHost)]
    public void Of_KnownAddresses_AreWhatTheyAreFor(string address, object kind) => Assert.Equal(kind, AddressClasses.Of(IPAddress.Parse(address)));

    [Fact]
    public void Refusal_NothingConfigured_AllowsWhatPeopleRunServersOn()
    {
        var policy = Policy();

        Assert.All(Addresses("127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "fd12::1", "8.8.8.8"), address => Assert.Null(policy.Refusal(address)));
        Assert.All(
            Addresses("169.254.1.1", "fe80::1", "169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "0.0.0.0", "::", "224.0.0.1", "203.0.113.1"),
            address => Assert.NotNull(policy.Refusal(address)));
    }

    [Theory]
    [InlineData("10.1.0.0/16", "10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", true)]
    [InlineData("10.1.0.0/16", "10.2.0.1", false)]
    [InlineData("10.1.0.0/16", "127.0.0.1", false)]
    [InlineData("loopback", "10.1.2.3", false)]
    [InlineData("Private", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("0.0.0.0/0", "169.254.1.1", false)]
    [InlineData("0.0.0.0/0", "0.0.0.0", false)]
    [InlineData("::/0", "ff02::1", false)]
    [InlineData("::/0", "fe80::1", false)]
    [InlineData("fe80::/10", "fe80::1", true)]
    [InlineData("169.254.0.0/16", "169.254.1.1", true)]
    [InlineData("169.254.0.0/16", "169.254.169.254", false)]
    [InlineData("169.254.169.254", "169.254.169.254", true)]
    [InlineData("169.254.169.254/32", "::ffff:169.254.169.254", true)]
    [InlineData("198.18.0.0/15", "198.18.0.7", true)]
    [InlineData("0.0.0.0", "0.0.0.0", false)]
    public void Refusal_ListConfigured_NarrowsAndWidens(string allowed, string address, bool isAllowed) =>
        Assert.Equal(isAllowed, Policy(allowed).Refusal(IPAddress.Parse(address)) is null);

    [Theory]
    [InlineData("internet")]
    [InlineData("10.1.0.0/33")]
    [InlineData("0x7f.1")]
    [InlineData("1")]
    [InlineData("")]
    public void Parse_WhatIsNoNetwork_IsNamed(string text)
    {
        var parsed = AddressPolicy.Parse([text]);

        Assert.Equal(ErrorCode.InvalidRequest, parsed.Error?.Code);
        Assert.Contains($"\"{text}\"", parsed.Error!.Message);
    }

    [Fact]
    public void Refusal_AnyIPv4AddressInAnyDisguise_IsJudgedAsItself() => Gen.Byte.Array[4].Sample(
        bytes =>
        {
            var address = new IPAddress(bytes);
            var hidden = new[]
            {
                address.MapToIPv6(), new IPAddress([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. bytes]), new IPAddress([0x20, 2, .. bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
            };
            Assert.All(hidden, other => Assert.Equal(AddressClasses.Of(address), AddressClasses.Of(other)));
        },
        iter: 20_000);

    private static AddressPolicy Policy(params string[] allowed) => AddressPolicy.Parse(allowed).OrThrow();

    private static IEnumerable<IPAddress> Addresses(params string[] texts) => texts.Select(IPAddress.Parse);
}
