using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Monitoring;

public sealed class SystemTests
{
    [Fact]
    public async Task Resources_TellsTheMachineTheStoreAndTheEngine()
    {
        await using var service = await TestService.StartAsync();
        var (status, report) = await service.GetJsonAsync("/system/resources");

        Assert.Equal(200, status);
        Assert.Equal("""{"total_bytes":16000,"available_bytes":9000,"source":"cgroup2"}""", report.GetProperty("memory").GetRawText());
        Assert.Equal("""{"cores":4,"model":"Test CPU","utilization":0.25}""", report.GetProperty("cpu").GetRawText());
        Assert.Equal("""[{"index":0,"vendor":"nvidia","name":"Test GPU","total_bytes":8000,"free_bytes":7000}]""", report.GetProperty("gpus").GetRawText());
        Assert.True(report.GetProperty("gpu_use").GetProperty("enabled").GetBoolean());
        Assert.Contains("no code for it", report.GetProperty("gpu_use").GetProperty("note").GetString());
        Assert.Equal("""{"folder":"/models","total_bytes":100000,"free_bytes":40000}""", report.GetProperty("disk").GetRawText());
        Assert.Equal("""{"version":"v0","devices":["CPU: Test CPU"],"gpus":[]}""", report.GetProperty("engine").GetRawText());
        Assert.Equal("""{"max_concurrent_models":3,"models_in_memory":0}""", report.GetProperty("budget").GetRawText());
        Assert.Equal("""{"other_bytes":6500,"reserve_bytes":1600,"free_bytes":7000,"reclaimable_bytes":400}""", report.GetProperty("room").GetRawText());
    }

    [Fact]
    public async Task Residency_LoadedModel_IsListedWithWhatItHolds()
    {
        await using var service = await TestService.StartAsync();
        await service.PostJsonAsync("/models/tiny-chat/load", "");
        var (status, report) = await service.GetJsonAsync("/system/residency");

        Assert.Equal(200, status);
        var model = Assert.Single(report.GetProperty("models").EnumerateArray());
        Assert.Equal("tiny-chat", model.GetProperty("id").GetString());
        Assert.Equal("ready", model.GetProperty("state").GetString());
        Assert.Equal(4096, model.GetProperty("measured_bytes").GetInt64());
        Assert.Equal(512, model.GetProperty("context_length").GetInt32());
        Assert.Equal("tiny-chat is on the processor.", model.GetProperty("placement").GetString());
        Assert.Equal(1, report.GetProperty("budget").GetProperty("models_in_memory").GetInt32());
    }
}
