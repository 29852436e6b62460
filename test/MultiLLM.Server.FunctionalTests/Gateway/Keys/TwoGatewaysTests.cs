using MultiLLM.Core.Gateway;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Keys;

/// <summary>test.sh starts a server for these and says where it is.</summary>
public sealed class TwoGatewaysTests
{
    [Fact]
    public async Task Key_MadeChangedAndRevokedOnOneGateway_IsSoOnTheOtherWithinSeconds()
    {
        string[] shared =
        [
            "--MultiLLM:Gateway:ConnectionString", await TestPostgres.SchemaAsync(),
            "--MultiLLM:Gateway:FailuresPerMinute", "100000", // until one gateway has heard of the other's key, the test asks with a wrong one
        ];
        await using var one = await KeyedService.StartAsync(shared);
        await using var two = await KeyedService.StartAsync(shared);
        var admin = await one.CreateAsync(CallerRole.Admin);
        var key = await one.CreateAsync();

        await Eventually.TrueAsync(async () => (await two.GetAsync(key, "/keys/self")).Status == 200 && (await two.GetAsync(admin, "/keys/self")).Status == 200);
        await two.AskAsync(admin, HttpMethod.Patch, $"/keys/{key.Key.Id}", """{"role":"read_only"}""");
        await Eventually.TrueAsync(async () => (await one.GetAsync(key, "/selection/decisions")).Status == 403);
        await two.AskAsync(admin, HttpMethod.Delete, $"/keys/{key.Key.Id}");
        Assert.Equal(401, (await two.GetAsync(key, "/keys/self")).Status);
        await Eventually.TrueAsync(async () => (await one.GetAsync(key, "/keys/self")).Status == 401);
    }
}
