using Microsoft.Extensions.Options;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.FunctionalTests.Gateway;

namespace MultiLLM.Server.FunctionalTests.Exposure;

public sealed class KeyBeforeExposureTests : IDisposable
{
    private readonly KeyedHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("--address", "0.0.0.0")]
    [InlineData("--address", "*")]
    [InlineData("--urls", "http://127.0.0.1:0;http://[::]:0")]
    [InlineData("--Kestrel:Endpoints:Open:Url", "http://0.0.0.0:0")]
    public async Task Start_BeyondThisMachineWithoutAKey_IsRefusedAndSaysHowToMakeOne(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => _home.StartAsync(name, value));
        Assert.Contains("multillm keys create", Assert.Single(refused.Failures));
    }

    [Theory]
    [InlineData(CallerRole.ReadOnly, false)]
    [InlineData(CallerRole.User, false)]
    [InlineData(CallerRole.Admin, true)]
    public async Task Start_BeyondThisMachine_TakesAKeyThatLooksAfterIt(CallerRole role, bool starts)
    {
        await using (var before = await _home.StartAsync())
            await KeyedHome.MakeKeyAsync(before, role);

        if (starts)
            await using (await _home.StartAsync("--address", "0.0.0.0")) { }
        else
            await Assert.ThrowsAsync<OptionsValidationException>(() => _home.StartAsync("--address", "0.0.0.0"));
    }

    [Fact]
    public async Task Start_BeyondThisMachineWithoutAskingForKeys_IsRefused()
    {
        await using (var before = await _home.StartAsync())
            await KeyedHome.MakeKeyAsync(before, CallerRole.Admin);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => _home.StartAsync("--address", "0.0.0.0", "--MultiLLM:Gateway:RequireKeys", "false"));
        Assert.Contains("RequireKeys", Assert.Single(refused.Failures));
    }
}
