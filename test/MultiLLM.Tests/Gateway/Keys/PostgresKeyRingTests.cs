using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Gateway.Keys;

/// <summary>test.sh starts a server for these and says where it is.</summary>
public sealed class PostgresKeyRingTests : KeyRingTests
{
    private const string Variable = "MULTILLM_TEST_POSTGRES";

    private static string Server
    {
        get
        {
            var server = Environment.GetEnvironmentVariable(Variable) ?? "";
            // On a build server nobody would notice that they did not run.
            Assert.False(server.Length == 0 && Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, $"{Variable} is not set.");
            Assert.SkipWhen(server.Length == 0, $"{Variable} is not set; ./test.sh sets it.");
            return server;
        }
    }

    private protected override Task<KeyRig> RigAsync() => KeyRig.PostgresAsync(Server);

    [Fact]
    public async Task TwoGateways_SeeEachOthersKeysAndRevocations()
    {
        await using var one = await KeyRig.PostgresAsync(Server);
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
