using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.OpenAI;

public sealed class ModelsTests
{
    [Fact]
    public async Task Get_ListAndOne_AreOpenAIModels()
    {
        await using var service = await TestService.StartAsync();

        var (_, list) = await service.GetJsonAsync("/v1/models");
        var (status, one) = await service.GetJsonAsync("/v1/models/SMALL");
        var (missingStatus, missing) = await service.GetJsonAsync("/v1/models/nonesuch");

        Assert.Equal(["auto", "auto:fast", "auto:balanced", "auto:quality", "tiny-chat", "tiny-code", "tiny-embed"], list.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
        Assert.Equal(200, status);
        Assert.Equal(("tiny-chat", "model", "multillm"), (one.GetProperty("id").GetString(), one.GetProperty("object").GetString(), one.GetProperty("owned_by").GetString()));
        Assert.Equal(404, missingStatus);
        Assert.Equal(("model_not_found", "model"), (missing.GetProperty("error").GetProperty("code").GetString(), missing.GetProperty("error").GetProperty("param").GetString()));
    }
}
