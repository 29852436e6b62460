using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.OpenAI;

public sealed class ChatCompletionsTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Post_Plain_AnswersAsOpenAIDoes()
    {
        using var response = await _service.PostAsync(
            "/v1/chat/completions", """{"model":"auto","messages":[{"role":"user","content":"say Grüße, 世界"}]}""");
        var body = await TestService.JsonOf(response);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["tiny-chat"], response.Headers.GetValues("x-multillm-model"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.StartsWith("chatcmpl-", body.GetProperty("id").GetString());
        Assert.Equal("chat.completion", body.GetProperty("object").GetString());
        Assert.Equal("tiny-chat", body.GetProperty("model").GetString());
        var choice = body.GetProperty("choices")[0];
        Assert.Equal("""{"index":0,"message":{"role":"assistant","content":"Grüße, 世界","refusal":null},"logprobs":null,"finish_reason":"stop"}""",
            choice.GetRawText(), ignoreAllWhiteSpace: true);
        Assert.Equal("""{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9,"prompt_tokens_details":{"cached_tokens":3}}""",
            body.GetProperty("usage").GetRawText());
        Assert.Equal(0.5, body.GetProperty("timings").GetProperty("load_seconds").GetDouble());
        Assert.Equal(0.5, body.GetProperty("timings").GetProperty("tokens_per_second").GetDouble());
        var note = body.GetProperty("multillm");
        Assert.Equal("auto", note.GetProperty("requested").GetString());
        Assert.Equal("It is the only one.", note.GetProperty("reason").GetString());
        Assert.True(note.GetProperty("starter_model").GetBoolean());
        Assert.Equal("A starter model: tiny and often wrong.", note.GetProperty("notice").GetString());
    }

    [Fact]
    public async Task Post_EverySamplingField_ReachesTheModel()
    {
        var (status, _) = await _service.PostJsonAsync("/v1/chat/completions", """
            {"model":"small","messages":[{"role":"developer","content":"Be brief."},{"role":"user","name":"Ann","content":[{"type":"text","text":"say "},{"type":"text","text":"hi"}]},
             {"role":"assistant","content":"Yes"},{"role":"tool","content":"42","tool_call_id":"c1"},{"role":"user","content":"say ok"}],
             "temperature":0.5,"top_p":0.25,"top_k":40,"min_p":0.125,"typical_p":0.75,"frequency_penalty":-1.5,"presence_penalty":1.5,
             "repeat_penalty":1.25,"repeat_last_n":32,"seed":-7,"stop":["a","b"],"logit_bias":{"5":-100,"6":2.5},"ignore_eos":true,
             "max_completion_tokens":17,"logprobs":true,"top_logprobs":2,"user":"u","metadata":{"a":"b"},"store":true,"service_tier":"auto","tools":[],
             "response_format":{"type":"text"},"parallel_tool_calls":true,"some_new_field":{"x":[1]}}
            """);

        Assert.Equal(200, status);
        var (messages, options) = Assert.Single(_service.Chat.Calls);
        Assert.Equal(["system: Be brief.", "user: say hi", "assistant: Yes", "tool: 42", "user: say ok"], messages.Select(m => $"{m.Role}: {m.Text}"));
        Assert.Equal("Ann", messages[1].AuthorName);
        Assert.Equal("small", options.ModelId);
        Assert.Equal((0.5f, 0.25f, 40, 0.125f, 0.75f), (options.Temperature, options.TopP, options.TopK, options.MinP, options.TypicalP));
        Assert.Equal((-1.5f, 1.5f, 1.25f, 32), (options.FrequencyPenalty, options.PresencePenalty, options.RepeatPenalty, options.RepeatLastN));
        Assert.Equal((-7L, 17, true, true, 2), (options.Seed, options.MaxOutputTokens, options.IgnoreEos, options.LogProbs, options.TopLogProbs));
        Assert.Equal(["a", "b"], options.StopSequences!);
        Assert.Equal(new Dictionary<int, float> { [5] = -100, [6] = 2.5f }, options.LogitBias);
        Assert.IsType<ChatResponseFormatText>(options.ResponseFormat);
    }

    [Fact]
    public async Task Post_NothingButMessages_LeavesTheModelItsDefaults()
    {
        await _service.PostJsonAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"say ok"}],"temperature":null}""");

        var (_, options) = Assert.Single(_service.Chat.Calls);
        Assert.Null(options.ModelId);
        Assert.Null(options.Temperature);
        Assert.Null(options.MaxOutputTokens);
        Assert.Null(options.StopSequences);
        Assert.Null(options.Seed);
    }

    [Fact]
    public async Task Post_JsonSchema_ReachesTheModelAsSchema()
    {
        var (status, body) = await _service.PostJsonAsync("/v1/chat/completions", """
            {"messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"reply","strict":true,
             "schema":{"type":"object","properties":{"answer":{"type":"integer"}}}}}}
            """);

        Assert.Equal(200, status);
        Assert.Equal("""{"answer": 42}""", body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        var format = Assert.IsType<ChatResponseFormatJson>(Assert.Single(_service.Chat.Calls).Options.ResponseFormat);
        Assert.Equal("reply", format.SchemaName);
        Assert.Equal("integer", format.Schema!.Value.GetProperty("properties").GetProperty("answer").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Post_LogProbs_AreReportedWithBytes()
    {
        var (_, body) = await _service.PostJsonAsync(
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"say é b"}],"logprobs":true,"top_logprobs":1}""");

        var tokens = body.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content");
        Assert.Equal(2, tokens.GetArrayLength());
        Assert.Equal("""{"token":"é","logprob":-0.5,"bytes":[195,169],"top_logprobs":[{"token":"t0","logprob":-0.5,"bytes":[116,48]}]}""", tokens[0].GetRawText());
    }

    [Fact]
    public async Task Post_SeveralChoices_EachHasItsIndexAndSeed()
    {
        var (_, body) = await _service.PostJsonAsync(
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"say one two"}],"n":3,"seed":10}""");

        Assert.Equal([0, 1, 2], body.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("index").GetInt32()));
        Assert.All(body.GetProperty("choices").EnumerateArray(), c => Assert.Equal("one two", c.GetProperty("message").GetProperty("content").GetString()));
        Assert.Equal([10, 11, 12], _service.Chat.Calls.Select(c => c.Options.Seed!.Value).Order());
        Assert.Equal(7, body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(6, body.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_Length_IsTheFinishReason()
    {
        var (_, body) = await _service.PostJsonAsync(
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"say one two three"}],"max_tokens":2}""");

        Assert.Equal("length", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal("one two", body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Stream_Plain_HasRolePiecesFinishAndDone()
    {
        var events = await _service.EventsAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"say a b"}],"stream":true}""");

        Assert.Equal("[DONE]", events[^1]);
        var chunks = events.SkipLast(1).Select(e => JsonDocument.Parse(e).RootElement).ToArray();
        Assert.Equal(
            [
                """{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}""",
                """{"index":0,"delta":{"content":"a"},"logprobs":null,"finish_reason":null}""",
                """{"index":0,"delta":{"content":" b"},"logprobs":null,"finish_reason":null}""",
                """{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}""",
            ],
            chunks.Select(c => Assert.Single(c.GetProperty("choices").EnumerateArray()).GetRawText()));
        Assert.All(chunks, c => Assert.Equal("chat.completion.chunk", c.GetProperty("object").GetString()));
        Assert.Single(chunks.Select(c => c.GetProperty("id").GetString()).Distinct());
        Assert.All(chunks, c => Assert.False(c.TryGetProperty("usage", out _)));
        Assert.Equal("tiny-chat", chunks[^1].GetProperty("multillm").GetProperty("model_id").GetString());
        Assert.Equal(2, chunks[^1].GetProperty("timings").GetProperty("decode_seconds").GetDouble());
    }

    [Fact]
    public async Task Stream_WithUsage_EndsWithAnEventForIt()
    {
        var events = await _service.EventsAsync(
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"say a"}],"stream":true,"stream_options":{"include_usage":true}}""");

        var last = JsonDocument.Parse(events[^2]).RootElement;
        Assert.Equal(0, last.GetProperty("choices").GetArrayLength());
        Assert.Equal(8, last.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.True(last.TryGetProperty("timings", out _));
        Assert.Equal("stop", JsonDocument.Parse(events[^3]).RootElement.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Stream_SeveralChoices_EachIsWhole()
    {
        var events = await _service.EventsAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"say a b c"}],"stream":true,"n":4}""");

        var pieces = events.SkipLast(1).Select(e => JsonDocument.Parse(e).RootElement.GetProperty("choices")[0]).GroupBy(c => c.GetProperty("index").GetInt32());
        Assert.Equal(4, pieces.Count());
        Assert.All(pieces, choice =>
        {
            Assert.Equal("assistant", choice.First().GetProperty("delta").GetProperty("role").GetString());
            Assert.Equal("a b c", string.Concat(choice.SkipLast(1).Select(c => c.GetProperty("delta").GetProperty("content").GetString())));
            Assert.Equal("stop", choice.Last().GetProperty("finish_reason").GetString());
        });
    }

    [Fact]
    public async Task Stream_FailureBeforeOutput_KeepsItsStatus()
    {
        var (status, body) = await _service.PostJsonAsync(
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"fail ContextLengthExceeded"}],"stream":true}""");

        Assert.Equal(400, status);
        Assert.Equal("context_length_exceeded", body.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Stream_FailureAfterOutput_EndsWithAnErrorEvent()
    {
        var events = await _service.BrokenOffEventsAsync(
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"say a b then fail RunnerCrashed"}],"stream":true}""");

        Assert.DoesNotContain("[DONE]", events);
        Assert.Equal("""{"error":{"message":"Scripted RunnerCrashed.","type":"server_error","param":null,"code":"runner_crashed"}}""", events[^1]);
    }

    [Fact]
    public async Task Stream_OneOfSeveralFails_EndsAllWithAnErrorEvent()
    {
        var events = await _service.BrokenOffEventsAsync(
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"say a b then fail RunnerCrashed"}],"stream":true,"n":3}""");

        Assert.Contains("runner_crashed", events[^1]);
        Assert.Equal(0, _service.Chat.Running);
    }
}
