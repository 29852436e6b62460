using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Selection;

/// <summary>What a request asks of the choice reaches the choice, from either dialect.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private const string Everything = """
        "preference":{"quality":0.2,"speed":0.6},"max_seconds":0.1,"min_quality":2.5,"allow_models":["SMALL","big"],"deny_models":["tiny-code"],
        "loaded_only":true,"conversation_id":"mine","cascade":true
        """;

    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("/chat", $$"""{"message":"say ok",{{Everything}}}""")]
    [InlineData("/v1/chat/completions", $$$"""{"messages":[{"role":"user","content":"say ok"}],"multillm":{{{{Everything}}}}}""")]
    [InlineData("/v1/completions", $$$"""{"prompt":"say ok","multillm":{{{{Everything}}}}}""")]
    public async Task Post_EveryWish_ReachesTheChoice(string path, string body)
    {
        var (status, reply) = await _service.PostJsonAsync(path, body);

        Assert.True(status == 200, $"{reply}");
        var wishes = Assert.Single(_service.Chat.Calls).Options.Wishes!;
        Assert.Equal(("custom", 0.25), (wishes.Preference!.Name, Math.Round(wishes.Preference.QualityWeight, 9)));
        Assert.Equal((0.1, 2.5, true, true, "mine"), (wishes.MaxSeconds, wishes.MinQuality, wishes.LoadedOnly, wishes.Cascade, wishes.ConversationId));
        Assert.Equal(["tiny-chat", "big-chat"], wishes.Allow); // ids in place of aliases
        Assert.Equal(["tiny-code"], wishes.Deny);
    }

    [Theory]
    [InlineData("/chat", """{"message":"say ok","model_id":"tiny-code","fallbacks":["SMALL"]}""")]
    [InlineData("/v1/chat/completions", """{"model":"tiny-code","messages":[{"role":"user","content":"say ok"}],"multillm":{"fallbacks":["small"]}}""")]
    [InlineData("/v1/completions", """{"model":"tiny-code","prompt":"say ok","multillm":{"fallbacks":["small"]}}""")]
    public async Task Post_NamedModelWithFallbacks_TheirIdsReachTheChoice(string path, string body)
    {
        var (status, reply) = await _service.PostJsonAsync(path, body);

        Assert.True(status == 200, $"{reply}");
        Assert.Equal(["tiny-chat"], Assert.Single(_service.Chat.Calls).Options.Wishes!.Fallbacks);
    }

    [Theory]
    [InlineData("/chat", """{"message":"say ok","model_id":"small","fallbacks":["tiny-embed"]}""", "fallbacks[0]")]
    [InlineData("/v1/chat/completions", """{"model":"small","messages":[{"role":"user","content":"x"}],"multillm":{"fallbacks":["tiny-code","tiny-embed"]}}""", "multillm.fallbacks[1]")]
    [InlineData("/v1/embeddings", """{"model":"tiny-embed","input":"x","multillm":{"fallbacks":["small"]}}""", "multillm.fallbacks[0]")]
    public async Task Post_FallbackOfTheWrongKind_IsRefusedByName(string path, string body, string field)
    {
        var (status, reply) = await _service.PostJsonAsync(path, body);

        var error = reply.GetProperty("error");
        Assert.Equal((400, "model_kind_mismatch", field), (status, error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
    }

    [Theory]
    [InlineData("/chat", """{"message":"say ok","model_id":"auto:fast"}""")]
    [InlineData("/chat", """{"message":"say ok","model_id":"Auto:FAST","auto_select":true,"preference":"fast"}""")]
    [InlineData("/v1/chat/completions", """{"model":"auto:fast","messages":[{"role":"user","content":"say ok"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"auto:fast","messages":[{"role":"user","content":"say ok"}],"multillm":{"preference":"fast"}}""")]
    public async Task Post_AutomaticNameWithPreference_IsWeighed(string path, string body)
    {
        var (status, _) = await _service.PostJsonAsync(path, body);

        Assert.Equal(200, status);
        var options = Assert.Single(_service.Chat.Calls).Options;
        Assert.Equal("auto:fast", options.ModelId, ignoreCase: true);
        Assert.Equal(Preference.Fast, options.Wishes!.Preference);
    }

    [Fact]
    public async Task Post_NoWishes_LeavesTheDefaults()
    {
        await _service.PostJsonAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"say ok"}]}""");

        Assert.Null(Assert.Single(_service.Chat.Calls).Options.Wishes);
    }

    [Fact]
    public async Task Get_ModelNamedAutoWithSomethingUnknown_ListsWhatThereIs()
    {
        var (status, body) = await _service.GetJsonAsync("/v1/models/auto:cheap");
        var (known, model) = await _service.GetJsonAsync("/v1/models/AUTO:Fast");

        Assert.Equal((404, "model_not_found"), (status, body.GetProperty("error").GetProperty("code").GetString()));
        Assert.EndsWith("There are auto, auto:fast, auto:balanced, auto:quality.", body.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal((200, "auto:fast"), (known, model.GetProperty("id").GetString()));
    }
}
