using System.Text.Json;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Api;

public sealed class CatalogTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("", "tiny-chat tiny-code tiny-embed")]
    [InlineData("?installed=true", "tiny-chat tiny-code tiny-embed")]
    [InlineData("?installed=false", "big-chat judge nice-coder")]
    [InlineData("?all=true", "big-chat judge nice-coder tiny-chat tiny-code tiny-embed")]
    [InlineData("?all=true&type=specialised", "nice-coder tiny-code")]
    [InlineData("?type=embedding", "tiny-embed")]
    [InlineData("?all=true&type=reranker", "judge")]
    [InlineData("?all=true&task=code", "nice-coder big-chat")]
    [InlineData("?task=code", "")]
    [InlineData("?fits=true", "tiny-chat tiny-embed")]
    [InlineData("?all=true&fits=false", "big-chat judge tiny-code")]
    [InlineData("?all=true&fits=true&task=code", "nice-coder")]
    [InlineData("?type=&task=", "tiny-chat tiny-code tiny-embed")]
    public async Task List_Query_ChoosesModels(string query, string ids)
    {
        var (status, body) = await _service.GetJsonAsync("/models" + query);

        Assert.Equal(200, status);
        Assert.Equal(ids, string.Join(' ', body.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("id").GetString())));
    }

    [Theory]
    [InlineData("?type=huge", "type", "must be one of \"small_llm\", \"large_llm\", \"specialised\", \"embedding\", \"reranker\"; got \"huge\"")]
    [InlineData("?task=poetry", "task", "\"summarization\"")]
    [InlineData("?fits=maybe", "fits", "\"true\", \"false\"; got \"maybe\"")]
    [InlineData("?installed=1", "installed", "\"true\", \"false\"")]
    [InlineData("?type=embedding&type=reranker", "type", "once only")]
    [InlineData("?all=true&installed=true", "all", "exclude each other")]
    public async Task List_BadQuery_NamesFieldAndAllowedValues(string query, string field, string message)
    {
        var (status, body) = await _service.GetJsonAsync("/models" + query);

        var error = body.GetProperty("error");
        Assert.Equal((400, "invalid_request", field), (status, error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        Assert.Contains(message, error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task List_BadCatalogFile_IsToldWithPathLineAndReason()
    {
        var (_, body) = await _service.GetJsonAsync("/models");

        var problem = Assert.Single(body.GetProperty("problems").EnumerateArray());
        Assert.Equal(("/home/me/catalog.d/a.json", 3, "models[0].id is blank."),
            (problem.GetProperty("path").GetString(), problem.GetProperty("line").GetInt32(), problem.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/models")]
    public async Task List_Plain_HasInstalledModelsOnly(string path) => Assert.DoesNotContain("big-chat", (await _service.GetJsonAsync(path)).Body.GetRawText());

    [Fact]
    public async Task Get_KnownModelWithoutFile_HasItsFactsAndWhetherItFits()
    {
        var (status, model) = await _service.GetJsonAsync("/models/BIG");

        Assert.Equal((200, "big-chat", "not_installed", false, "large_llm"), (
            status, Text(model, "id"), Text(model, "state"), model.GetProperty("installed").GetBoolean(), Text(model, "type")));
        Assert.Equal(("Big", "slow", "Fits 8 GB.", 4000), (Text(model, "family"), Text(model, "speed"), Text(model, "gpu_advice"), model.GetProperty("size_bytes").GetInt32()));
        Assert.Equal("GSM8K 70 (its card)", model.GetProperty("quality").GetProperty("math").GetProperty("source").GetString());
        Assert.Equal("me/big", model.GetProperty("source").GetProperty("repository").GetString());
        Assert.Equal(("too_large", false), (Text(model.GetProperty("fit"), "verdict"), model.GetProperty("fit").GetProperty("fits").GetBoolean()));
    }

    [Fact]
    public async Task Get_KindThatCannotBeRun_SaysSo()
    {
        var (_, model) = await _service.GetJsonAsync("/models/judge");

        Assert.Equal(("rerank", "not_installed"), (Text(model, "kind"), Text(model, "state")));
        Assert.Contains("cannot run yet", Text(model, "cannot_run"));
        Assert.Equal("cannot_run", Text(model.GetProperty("fit"), "verdict"));
    }

    [Fact]
    public async Task Get_InstalledModel_HasTypeAndFit()
    {
        var (_, model) = await _service.GetJsonAsync("/models/tiny-code");

        Assert.Equal(("unloaded", true, "specialised", "too_large"), (
            Text(model, "state"), model.GetProperty("installed").GetBoolean(), Text(model, "type"), Text(model.GetProperty("fit"), "verdict")));
    }

    [Fact]
    public async Task Validate_TooLarge_HasTheNumbersAndTheClosest()
    {
        var (status, reply) = await _service.PostJsonAsync("/models/big/validate", """{"context_length":256,"kv_type":"q8_0","slots":2,"gpu_layers":-1}""");

        Assert.Equal((200, "big-chat", false, "too_large"), (status, Text(reply, "model_id"), reply.GetProperty("valid").GetBoolean(), Text(reply, "verdict")));
        var request = _service.Parts.Fit.LastRequest;
        Assert.Equal((256, KvCacheType.Q8_0, 2, -1), (request!.ContextLength!.Value, request.KvType!.Value, request.Slots!.Value, request.GpuLayers!.Value));
        var memory = reply.GetProperty("memory");
        Assert.Equal((false, 4000, 1500, "measured"), (
            memory.GetProperty("ok").GetBoolean(), memory.GetProperty("needed_bytes").GetInt32(), memory.GetProperty("free_bytes").GetInt32(), Text(memory, "source")));
        Assert.Equal("tiny-chat", Text(reply.GetProperty("closest"), "id"));
        Assert.Contains("It needs 4000 bytes, 1500 are free.", reply.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
        Assert.Contains("Tiny chat (tiny-chat) fits.", reply.GetProperty("advice").EnumerateArray().Select(advice => advice.GetString()));
        Assert.False(reply.GetProperty("gpu").GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Validate_WithoutWishes_IsAsTheServiceWouldLoadIt(string body)
    {
        var (_, reply) = await _service.PostJsonAsync("/models/small/validate", body);

        Assert.True(reply.GetProperty("valid").GetBoolean());
        Assert.Equal((512, 512), (reply.GetProperty("context").GetProperty("asked").GetInt32(), reply.GetProperty("context").GetProperty("longest").GetInt32()));
        Assert.False(reply.TryGetProperty("closest", out _));
    }

    [Theory]
    [InlineData("""{"context_length":0}""", "context_length", "from 1 to 16777216")]
    [InlineData("""{"kv_type":"q2"}""", "kv_type", "\"auto\", \"f16\", \"bf16\", \"q8_0\", \"q4_0\"")]
    [InlineData("""{"slots":0}""", "slots", "from 1 to 256")]
    [InlineData("""{"gpu_layers":-2}""", "gpu_layers", "from -1")]
    public async Task Validate_BadValue_NamesFieldAndLimit(string json, string field, string message)
    {
        var (status, body) = await _service.PostJsonAsync("/models/small/validate", json);

        Assert.Equal((400, field), (status, body.GetProperty("error").GetProperty("param").GetString()));
        Assert.Contains(message, body.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Validate_UnknownModel_IsNotFound()
    {
        var (status, body) = await _service.PostJsonAsync("/models/nonesuch/validate", "");

        Assert.Equal((404, "id"), (status, body.GetProperty("error").GetProperty("param").GetString()));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
