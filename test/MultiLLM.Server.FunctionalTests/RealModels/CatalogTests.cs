using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>The shipped catalog, this machine's real figures, and a user's own files.</summary>
[Collection(nameof(RealModelCollection))]
public sealed class CatalogTests(RealService real)
{
    [Fact]
    public async Task Get_StarterModel_HasTheCatalogsFactsAndFits()
    {
        var model = await real.ModelAsync("starter-chat");

        Assert.Equal("small_llm", model.GetProperty("type").GetString());
        Assert.True(model.GetProperty("fit").GetProperty("fits").GetBoolean(), model.GetProperty("fit").GetRawText());
        Assert.Equal("MultiLLM starter", model.GetProperty("family").GetString());
    }

    [Fact]
    public async Task List_All_KnowsMoreThanIsInstalled()
    {
        var (_, body) = await real.Service.GetJsonAsync("/models?all=true");

        var states = body.GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("id").GetString()!, model => model.GetProperty("state").GetString());
        Assert.True(states.Count > 25);
        Assert.Equal("not_installed", states["mistral-7b-instruct"]);
        Assert.NotEqual("not_installed", states["starter-embed"]);
        Assert.All(body.GetProperty("models").EnumerateArray(), model => Assert.True(model.TryGetProperty("fit", out _)));
    }

    [Fact]
    public async Task Validate_HugeContextOfALargeModel_IsRefusedWithNumbersAndAnotherModel()
    {
        var reply = await real.PostOkAsync("/models/qwen3-8b/validate", """{"context_length":40960,"slots":256}""");

        var memory = reply.GetProperty("memory");
        Assert.InRange(memory.GetProperty("needed_bytes").GetInt64(), 8_000_000_000, long.MaxValue);
        Assert.InRange(memory.GetProperty("kv_bytes").GetInt64(), 5_000_000_000, long.MaxValue);
        Assert.Equal("predicted", memory.GetProperty("source").GetString());
        Assert.InRange(memory.GetProperty("free_bytes").GetInt64(), 1, memory.GetProperty("total_bytes").GetInt64());
        Assert.InRange(reply.GetProperty("disk").GetProperty("needed_bytes").GetInt64(), 5_000_000_000, 5_100_000_000);
    }

    [Fact]
    public async Task Chat_KnownModelWithoutFile_SaysHowToGetIt()
    {
        var (status, code, _, message) = await real.PostRefusedAsync("/v1/chat/completions", """{"model":"phi-2","messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal((404, "model_not_found"), (status, code));
        Assert.Contains("multillm pull phi-2", message);
    }

    [Fact]
    public async Task UserFile_AliasWithParameters_AppliesToBothDialects()
    {
        await real.WithCatalogFileAsync("""
            { "aliases": [{ "alias": "brief", "model": "starter-chat", "max_tokens": 3, "sampling": { "temperature": 0 }, "description": "Three tokens." }] }
            """);

        var v1 = await real.PostOkAsync("/v1/chat/completions", """{"model":"brief","messages":[{"role":"user","content":"What is machine learning?"}]}""");
        var own = await real.PostOkAsync("/chat", """{"model_id":"brief","message":"What is machine learning?"}""");
        var asked = await real.PostOkAsync("/chat", """{"model_id":"brief","message":"What is machine learning?","max_tokens":5}""");

        Assert.Equal((3, "starter-chat"), (v1.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), v1.GetProperty("model").GetString()));
        Assert.Equal(3, Completion(own));
        Assert.Equal(5, Completion(asked));
    }

    [Fact]
    public async Task UserFile_HiddenModel_IsInNoListAndAnswersByName()
    {
        await real.WithCatalogFileAsync("""{ "hide": ["starter-code"] }""");

        var (_, own) = await real.Service.GetJsonAsync("/models?all=true");
        var (_, v1) = await real.Service.GetJsonAsync("/v1/models");
        var reply = await real.PostOkAsync("/chat", """{"model_id":"starter-code","message":"hello world in Python","max_tokens":2}""");

        Assert.DoesNotContain("\"id\":\"starter-code\"", own.GetRawText());
        Assert.DoesNotContain("starter-code", v1.GetRawText());
        Assert.Equal("starter-code", reply.GetProperty("model_id").GetString());
        await real.WithCatalogFileAsync("{}");
    }

    [Fact]
    public async Task UserFile_Bad_IsToldAndTheCatalogStays()
    {
        await real.WithCatalogFileAsync("{\n \"models\": [ { \"id\": \"Not An Id\" } ]\n}");

        var (_, body) = await real.Service.GetJsonAsync("/models");

        var problem = Assert.Single(body.GetProperty("problems").EnumerateArray());
        Assert.Equal(2, problem.GetProperty("line").GetInt32());
        Assert.Contains("Not An Id", problem.GetProperty("reason").GetString());
        Assert.Equal(3, body.GetProperty("models").GetArrayLength());
        await real.WithCatalogFileAsync("{}");
    }

    private static int Completion(JsonElement reply) => reply.GetProperty("tokens").GetProperty("completion").GetInt32();
}
