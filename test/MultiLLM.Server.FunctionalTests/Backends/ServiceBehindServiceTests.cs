using System.Net;
using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Backends;

public sealed class ServiceBehindServiceTests
{
    [Fact]
    public async Task Chat_Streamed_SameTextAndFigures()
    {
        await using var both = await ServiceBehindService.StartAsync();

        var events = await both.Front.EventsAsync("/v1/chat/completions", """{"model":"far","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"say one two"}]}""");

        var chunks = events.SkipLast(1).Select(text => JsonDocument.Parse(text).RootElement).ToList();
        Assert.Equal("one two", string.Concat(chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
            .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "")));
        var usage = chunks[^1].GetProperty("usage");
        Assert.Equal((7, 3), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32()));
        Assert.False(usage.TryGetProperty("estimated", out _));
        Assert.True(usage.GetProperty("cost").GetDecimal() > 0);
        Assert.Equal("far", chunks[^1].GetProperty("model").GetString());
    }

    [Fact]
    public async Task Chat_UnknownFields_ArriveBehindButForThoseThatChangeTheWay()
    {
        await using var both = await ServiceBehindService.StartAsync();

        var (status, _) = await both.Front.PostJsonAsync(
            "/v1/chat/completions",
            """{"model":"far","messages":[{"role":"user","content":"hi"}],"guided_choice":["a"],"metadata":{"k":"v"},"api_base":"http://127.0.0.1:1","max_completion_tokens":9,"temperature":0.3}""");

        Assert.Equal(200, status);
        var options = both.Behind.Chat.Calls.Single().Options;
        Assert.Equal(["guided_choice", "metadata"], options.Extras!.Members.Keys.Order());
        Assert.Equal((9, 0.3f, "tiny-chat"), (options.MaxOutputTokens, options.Temperature, options.ModelId));
    }

    [Fact]
    public async Task Chat_CallerLeaves_TheWorkBehindEnds()
    {
        await using var both = await ServiceBehindService.StartAsync();

        using (var response = await both.Front.PostAsync("/v1/chat/completions", """{"model":"far","stream":true,"messages":[{"role":"user","content":"endless"}]}""", HttpCompletionOption.ResponseHeadersRead))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        Assert.True(await both.Behind.Chat.Cancelled.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("fail InvalidRequest", 400, "invalid_request")]
    [InlineData("fail ContextLengthExceeded", 400, "context_length_exceeded")]
    [InlineData("fail QueueFull", 429, "backend_busy")]
    [InlineData("fail InsufficientMemory", 502, "backend_failed")]
    [InlineData("bug", 502, "backend_failed")]
    public async Task Chat_FailsBehind_IsToldAsWhoseFaultItIs(string script, int status, string code)
    {
        await using var both = await ServiceBehindService.StartAsync();

        var reply = await both.Front.PostJsonAsync("/v1/chat/completions", $$"""{"model":"far","messages":[{"role":"user","content":"{{script}}"}]}""");

        Assert.Equal((status, code), (reply.Status, reply.Body.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Chat_ServiceBehindIsGone_SaysSoAndBackendsTellsWhy()
    {
        await using var both = await ServiceBehindService.StartAsync();
        await both.Behind.StopAsync();

        var reply = await both.Front.PostJsonAsync("/chat", """{"message":"hi","model_id":"far"}""");
        var backends = await both.Front.GetJsonAsync("/backends");

        Assert.Equal((502, "backend_unreachable"), (reply.Status, reply.Body.GetProperty("error").GetProperty("code").GetString()));
        var server = backends.Body.GetProperty("backends").EnumerateArray().Single(backend => backend.GetProperty("model_id").GetString() == "far").GetProperty("servers")[0];
        Assert.Equal("down", server.GetProperty("state").GetString());
        Assert.Contains("cannot be reached", server.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_ARemoteModelIsGivenThem_AModelHereIsNot()
    {
        await using var both = await ServiceBehindService.StartAsync();
        const string Tools = """ "tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"hi"}] """;

        var far = await both.Front.PostJsonAsync("/v1/chat/completions", $$"""{"model":"far",{{Tools}}}""");
        var auto = await both.Front.PostJsonAsync("/v1/chat/completions", $$"""{"model":"auto",{{Tools}}}""");

        // The fakes behind have models of "their" machine only, and so refuse what was handed on.
        Assert.All([far, auto], reply => Assert.Contains("tools are not supported yet", reply.Body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.All([far, auto], reply => Assert.Contains("The server \"one\"", reply.Body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Embeddings_ThroughBoth()
    {
        await using var both = await ServiceBehindService.StartAsync();

        var (status, body) = await both.Front.PostJsonAsync("/v1/embeddings", """{"model":"far-embed","input":["one","two"]}""");

        Assert.Equal(200, status);
        Assert.Equal(2, body.GetProperty("data").GetArrayLength());
        Assert.Equal("far-embed", body.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Models_RemoteOnes_AreShownAsSuchAndThereIsNothingToLoadOrDelete()
    {
        await using var both = await ServiceBehindService.StartAsync();

        var shown = await both.Front.GetJsonAsync("/models/far");
        var loaded = await both.Front.PostJsonAsync("/models/far/load", "{}");
        var judged = await both.Front.PostJsonAsync("/models/far/validate", "{}");
        using var deleted = await both.Front.Http.DeleteAsync("/models/far");

        Assert.Equal(("remote", 0), (shown.Body.GetProperty("state").GetString(), shown.Body.GetProperty("size_bytes").GetInt32()));
        Assert.False(loaded.Body.GetProperty("changed").GetBoolean());
        Assert.Equal((true, "remote"), (judged.Body.GetProperty("valid").GetBoolean(), judged.Body.GetProperty("verdict").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, deleted.StatusCode);
    }

    [Fact]
    public async Task MaxCost_BelowThePrice_RulesTheModelOut()
    {
        await using var both = await ServiceBehindService.StartAsync();

        var (status, body) = await both.Front.PostJsonAsync("/chat", """{"message":"hi","max_cost":0.000001}""");

        Assert.Equal((422, "no_eligible_model"), (status, body.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("it would cost about", body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
