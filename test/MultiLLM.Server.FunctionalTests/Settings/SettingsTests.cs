using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public async Task Settings_NothingSaid_AreTheDefaults()
    {
        await using var service = await TestService.StartAsync();

        var setting = await FindAsync(service, "MultiLLM:Server:Limits:MaxMessages");

        Assert.Equal("2048", setting.GetProperty("value").GetString());
        Assert.Equal("2048", setting.GetProperty("default").GetString());
        Assert.Equal("default", setting.GetProperty("source").GetString());
        Assert.Equal("1 to 100000", setting.GetProperty("allowed").GetString());
        Assert.Equal("MULTILLM__SERVER__LIMITS__MAXMESSAGES", setting.GetProperty("variable").GetString());
    }

    [Fact]
    public async Task Settings_SaidOnTheCommandLine_TellSo()
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:Limits:MaxBodyBytes=5000", "--MultiLLM:Server:AllowedHosts:0=a.example", "--MultiLLM:Server:AllowedHosts:1=b.example");

        var limit = await FindAsync(service, "MultiLLM:Server:Limits:MaxBodyBytes");
        var hosts = await FindAsync(service, "MultiLLM:Server:AllowedHosts");

        Assert.Equal("5000", limit.GetProperty("value").GetString());
        Assert.Equal("command_line", limit.GetProperty("source").GetString());
        Assert.Equal("bytes", limit.GetProperty("unit").GetString());
        Assert.Equal("a.example, b.example", hosts.GetProperty("value").GetString());
        Assert.Equal("command_line", hosts.GetProperty("source").GetString());
    }

    [Fact]
    public async Task Settings_Descriptions_AreThoseOfTheSource()
    {
        await using var service = await TestService.StartAsync();

        var models = await FindAsync(service, "MultiLLM:MaxConcurrentModels");
        var unload = await FindAsync(service, "MultiLLM:AutoUnloadInactiveModels");

        Assert.Equal("Models in memory at once.", models.GetProperty("description").GetString());
        Assert.Equal("Unload models that nobody used for InactiveThresholdMinutes.", unload.GetProperty("description").GetString());
    }

    [Fact]
    public async Task Settings_Each_CanBeFoundAndSetAndHasADescription()
    {
        await using var service = await TestService.StartAsync();

        var (_, report) = await service.GetJsonAsync("/system/settings");

        var settings = report.GetProperty("settings").EnumerateArray().ToList();
        Assert.Equal(settings.Count, settings.Select(setting => setting.GetProperty("name").GetString()).Distinct().Count());
        Assert.Contains(settings, setting => setting.GetProperty("name").GetString() == "MultiLLM:Analytics:MaxAge");
        Assert.DoesNotContain(settings, setting => setting.GetProperty("name").GetString() == "MultiLLM:StoreFolder");
        Assert.Equal([], settings.Where(setting => !setting.TryGetProperty("description", out _)).Select(setting => setting.GetProperty("name").GetString()));
    }

    private static async Task<JsonElement> FindAsync(TestService service, string name)
    {
        var (status, report) = await service.GetJsonAsync("/system/settings");
        Assert.Equal(200, status);
        return report.GetProperty("settings").EnumerateArray().Single(setting => setting.GetProperty("name").GetString() == name);
    }
}
