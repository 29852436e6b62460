using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Logging;

public sealed class LogLevelTests
{
    private const string Category = "MultiLLM.Core.Residency";

    [Fact]
    public async Task Put_Category_AppliesAtOnceToItsLoggersOnly()
    {
        await using var service = await TestService.StartAsync();
        var (inside, outside) = (LoggerOf(service, $"{Category}.ResidencyLoop"), LoggerOf(service, "MultiLLM.Core.Runners.RunnerLauncher"));

        var (status, report) = await PutAsync(service, $$"""{"category":"{{Category}}","level":"error"}""");

        Assert.Equal(200, status);
        Assert.Equal("error", Level(report, Category));
        Assert.False(inside.IsEnabled(LogLevel.Warning));
        Assert.True(inside.IsEnabled(LogLevel.Error));
        Assert.True(outside.IsEnabled(LogLevel.Warning));
    }

    [Fact]
    public async Task Put_Configured_TakesItBack()
    {
        await using var service = await TestService.StartAsync();
        await PutAsync(service, """{"level":"none"}""");
        Assert.False(LoggerOf(service, "MultiLLM").IsEnabled(LogLevel.Critical));

        var (_, report) = await PutAsync(service, """{"level":"configured"}""");

        Assert.Equal("information", Level(report, "Default"));
        Assert.True(LoggerOf(service, "MultiLLM").IsEnabled(LogLevel.Information));
    }

    [Fact]
    public async Task Put_ForAWhile_GoesBackByItself()
    {
        await using var service = await TestService.StartAsync();
        var (_, report) = await PutAsync(service, $$"""{"category":"{{Category}}","level":"critical","seconds":1}""");
        Assert.True(report.GetProperty("levels").EnumerateArray().Single(l => l.GetProperty("category").GetString() == Category).TryGetProperty("reverts_at", out _));

        await Eventually.TrueAsync(() => LoggerOf(service, Category).IsEnabled(LogLevel.Warning), seconds: 10);

        var (_, after) = await service.GetJsonAsync("/system/log-level");
        Assert.Null(Level(after, Category));
    }

    [Fact]
    public async Task Put_LastsLonger_AnEarlierLimitDoesNotEndIt()
    {
        await using var service = await TestService.StartAsync();
        await PutAsync(service, $$"""{"category":"{{Category}}","level":"critical","seconds":1}""");
        await PutAsync(service, $$"""{"category":"{{Category}}","level":"error"}""");

        await Task.Delay(TimeSpan.FromSeconds(1.5));

        Assert.Equal("error", Level((await service.GetJsonAsync("/system/log-level")).Body, Category));
    }

    [Theory]
    [InlineData("""{"category":"Multi","level":"debug"}""", "category")]
    [InlineData("""{"category":"MultiLLM:Core","level":"debug"}""", "category")]
    [InlineData("""{"category":"MultiLLM.","level":"loud"}""", "level")]
    [InlineData("""{"category":"Default"}""", "level")]
    [InlineData("""{"level":"debug","seconds":0}""", "seconds")]
    [InlineData("""{"level":"debug","second":5}""", "second")]
    public async Task Put_Wrong_NamesTheField(string body, string field)
    {
        await using var service = await TestService.StartAsync();

        var (status, reply) = await PutAsync(service, body);

        Assert.Equal((400, field), (status, reply.GetProperty("error").GetProperty("param").GetString()));
    }

    private static ILogger LoggerOf(TestService service, string category) => service.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    private static string? Level(JsonElement report, string category) => report.GetProperty("levels").EnumerateArray()
        .Where(level => level.GetProperty("category").GetString() == category).Select(level => level.GetProperty("level").GetString()).SingleOrDefault();

    private static async Task<(int Status, JsonElement Body)> PutAsync(TestService service, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await service.Http.PutAsync("/system/log-level", content);
        return ((int)response.StatusCode, await TestService.JsonOf(response));
    }
}
