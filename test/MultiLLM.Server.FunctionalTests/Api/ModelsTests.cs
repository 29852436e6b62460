using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Api;

public sealed class ModelsTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Get_List_HasAllModelsAndTheLimit()
    {
        var (_, body) = await _service.GetJsonAsync("/models");

        Assert.Equal(3, body.GetProperty("max_concurrent_models").GetInt32());
        Assert.Equal(["tiny-chat chat", "tiny-code code", "tiny-embed embedding"],
            body.GetProperty("models").EnumerateArray().Select(m => $"{m.GetProperty("id")} {m.GetProperty("kind")}"));
    }

    [Fact]
    public async Task LoadAndUnload_Model_ChangeItsStateOnce()
    {
        var (_, unloaded) = await _service.GetJsonAsync("/models/small");
        var (_, load) = await _service.PostJsonAsync("/models/small/load", "");
        var (_, loadAgain) = await _service.PostJsonAsync("/models/tiny-chat/load", "");
        var (_, unload) = await _service.PostJsonAsync("/models/tiny-chat/unload", "");
        var (_, unloadAgain) = await _service.PostJsonAsync("/models/tiny-chat/unload", "");

        Assert.Equal("unloaded", unloaded.GetProperty("state").GetString());
        Assert.True(load.GetProperty("changed").GetBoolean());
        var loaded = load.GetProperty("model").GetProperty("loaded");
        Assert.Equal((42, 4, 4096L), (loaded.GetProperty("process_id").GetInt32(), loaded.GetProperty("slots").GetInt32(), loaded.GetProperty("memory_bytes").GetInt64()));
        Assert.False(loadAgain.GetProperty("changed").GetBoolean());
        Assert.True(unload.GetProperty("changed").GetBoolean());
        Assert.Equal("unloaded", unload.GetProperty("model").GetProperty("state").GetString());
        Assert.False(unloadAgain.GetProperty("changed").GetBoolean());
        Assert.Equal(0, _service.Parts.Residency.LeasesOut);
    }

    [Fact]
    public async Task Failures_EachHaveTheirStatus()
    {
        _service.Parts.Residency.Busy.Add("tiny-chat");

        Assert.Equal((404, "model_not_found"), await CodeOfAsync(_service.GetJsonAsync("/models/nonesuch")));
        Assert.Equal((404, "model_not_found"), await CodeOfAsync(_service.PostJsonAsync("/models/nonesuch/load", "")));
        Assert.Equal((404, "model_not_found"), await CodeOfAsync(_service.PostJsonAsync("/models/nonesuch/unload", "")));
        Assert.Equal((500, "model_load_failed"), await CodeOfAsync(_service.PostJsonAsync("/models/tiny-code/load", "")));
        Assert.Equal((409, "model_busy"), await CodeOfAsync(_service.PostJsonAsync("/models/small/unload", "")));
    }

    private static async Task<(int, string?)> CodeOfAsync(Task<(int Status, System.Text.Json.JsonElement Body)> reply)
    {
        var (status, body) = await reply;
        return (status, body.GetProperty("error").GetProperty("code").GetString());
    }
}
