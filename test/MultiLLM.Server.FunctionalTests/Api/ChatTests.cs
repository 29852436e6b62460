using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Api;

public sealed class ChatTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Post_Plain_TellsAnswerModelTimesAndReason()
    {
        using var response = await _service.PostAsync("/chat", """{"message":"say hello world"}""");
        var reply = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), ApiJsonContext.Default.ChatReply)!;

        Assert.Equal(["tiny-chat"], response.Headers.GetValues("x-multillm-model"));
        Assert.Equal(("hello world", "tiny-chat", "stop", true), (reply.Response, reply.ModelId, reply.FinishReason, reply.StarterModel));
        Assert.Equal(new TokenUsage(7, 3, 2), reply.Tokens);
        Assert.Equal((0.25, 0.5, 0.125, 2.0, 0.5),
            (reply.Timings.QueueSeconds, reply.Timings.LoadSeconds, reply.Timings.PromptSeconds, reply.Timings.DecodeSeconds, reply.Timings.TokensPerSecond));
        Assert.InRange(reply.ProcessingTime, reply.Timings.TimeToFirstTokenSeconds, 30);
        Assert.Equal(("auto", "It is the only one."), (reply.Selection.Requested, reply.Selection.Reason));
        Assert.Equal("It fits.", Assert.Single(reply.Selection.Candidates[0].Reasons));
        Assert.Equal("A starter model: tiny and often wrong.", reply.Notice);
    }

    [Fact]
    public async Task Post_EveryField_ReachesTheModel()
    {
        var (status, _) = await _service.PostJsonAsync("/chat", """
            {"message":"say ok","model_id":"small","conversation_history":[{"role":"user","content":"Hi"},{"role":"assistant","content":""}],
             "system_prompt":"Be brief.","preference":"fast","temperature":0,"top_p":1,"top_k":0,"min_p":1,"max_tokens":5,"stop":["x"],"seed":9}
            """);

        Assert.Equal(200, status);
        var (messages, options) = Assert.Single(_service.Chat.Calls);
        Assert.Equal(["system: Be brief.", "user: Hi", "assistant: ", "user: say ok"], messages.Select(m => $"{m.Role}: {m.Text}"));
        Assert.Equal(("small", "fast", 5, 9L), (options.ModelId, options.Wishes!.Preference!.Name, options.MaxOutputTokens, options.Seed));
        Assert.Equal((0f, 1f, 0, 1f), (options.Temperature, options.TopP, options.TopK, options.MinP));
        Assert.Equal(["x"], options.StopSequences!);
    }

    [Fact]
    public async Task Post_JsonSchema_ConstrainsTheAnswer()
    {
        var (status, _) = await _service.PostJsonAsync("/chat", """{"message":"say ok","json_schema":{"type":"object","required":["a"]}}""");

        Assert.Equal(200, status);
        var format = Assert.IsType<ChatResponseFormatJson>(Assert.Single(_service.Chat.Calls).Options.ResponseFormat);
        Assert.Equal("""{"type":"object","required":["a"]}""", format.Schema!.Value.GetRawText());
    }

    [Fact]
    public async Task Post_JsonSchemaThatIsNone_IsRefusedByName()
    {
        var (status, body) = await _service.PostJsonAsync("/chat", """{"message":"say ok","json_schema":"object"}""");

        Assert.Equal((400, "json_schema"), (status, body.GetProperty("error").GetProperty("param").GetString()));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(""","model_id":"auto" """, null)]
    [InlineData(""","model_id":"small" """, "small")]
    [InlineData(""","model_id":"small","auto_select":false""", "small")]
    [InlineData(""","model_id":"small","auto_select":true""", null)]
    public async Task Post_ModelAndAutoSelect_DecideTogether(string fields, string? expected)
    {
        await _service.PostJsonAsync("/chat", $$"""{"message":"say ok"{{fields}}}""");

        Assert.Equal(expected, Assert.Single(_service.Chat.Calls).Options.ModelId);
    }

    [Fact]
    public async Task Stream_Plain_HasDeltasThenTheReply()
    {
        var events = (await _service.EventsAsync("/chat", """{"message":"say a b","stream":true}"""))
            .Select(e => JsonSerializer.Deserialize(e, ApiJsonContext.Default.ChatStreamEvent)!).ToArray();

        Assert.Equal(["a", " b"], events.SkipLast(1).Select(e => e.Delta));
        Assert.Equal("a b", events[^1].Reply!.Response);
        Assert.Equal(2, events[^1].Reply!.Tokens.Completion);
    }

    [Fact]
    public async Task Stream_FailureAfterOutput_EndsWithTheError()
    {
        var events = await _service.EventsAsync("/chat", """{"message":"say a then fail RunnerCrashed","stream":true}""");

        var error = JsonSerializer.Deserialize(events[^1], ApiJsonContext.Default.ChatStreamEvent)!.Error!;
        Assert.Equal(("runner_crashed", "Scripted RunnerCrashed."), (error.Code, error.Message));
    }

    [Fact]
    public async Task Stream_FailureBeforeOutput_KeepsItsStatus()
    {
        var (status, body) = await _service.PostJsonAsync("/chat", """{"message":"fail ModelLoadFailed","stream":true}""");

        Assert.Equal((500, "model_load_failed"), (status, body.GetProperty("error").GetProperty("code").GetString()));
    }
}
