using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Gateway.Keys;

/// <summary>test.sh starts a server for these and says where it is.</summary>
public sealed class PostgresKeyRingTests : KeyRingTests
{
    private protected override Task<KeyRig> RigAsync() => KeyRig.PostgresAsync();

    [Fact]
    public async Task TwoGateways_SeeEachOthersKeysAndRevocations()
    {
        await using var one = await KeyRig.PostgresAsync();
        await using var two = one.Another();
        var key = await one.CreateAsync();

        Assert.True((await two.AskAsync(key)).IsSuccess); // made after the other one looked last
        await one.Ring.RevokeAsync(key.Key.Id, KeyRig.Admin, default);
        Assert.Equal(ErrorCode.KeyInvalid, (await one.AskAsync(key)).Error?.Code);
        one.Time.Advance(one.Options.KeyInterval);
        await two.Ring.LookAsync(one.Options.KeyInterval / 2, default); // as the watch does

        Assert.Contains("revoked", (await two.AskAsync(key)).Error?.Message, StringComparison.Ordinal);
    }
}
