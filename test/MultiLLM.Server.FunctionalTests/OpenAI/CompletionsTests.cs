using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.OpenAI;

public sealed class CompletionsTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("\"say a b\"", "a b")]
    [InlineData("[\"say a\",\"say b\"]", "a|b")]
    [InlineData("[1,2,3]", "tokens 1 2 3")]
    [InlineData("[[1,2],[3]]", "tokens 1 2|tokens 3")]
    [InlineData("\"\"", "Hello there")]
    public async Task Post_EveryFormOfPrompt_IsContinued(string prompt, string expected)
    {
        var (status, body) = await _service.PostJsonAsync("/v1/completions", $$"""{"prompt":{{prompt}}}""");

        Assert.Equal(200, status);
        Assert.Equal("text_completion", body.GetProperty("object").GetString());
        Assert.StartsWith("cmpl-", body.GetProperty("id").GetString());
        Assert.Equal(expected, string.Join('|', body.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("text").GetString())));
        Assert.Equal(16, _service.Chat.Calls.First().Options.MaxOutputTokens);
    }

    [Fact]
    public async Task Post_SeveralPromptsAndChoices_AreOrderedByPrompt()
    {
        var (_, body) = await _service.PostJsonAsync("/v1/completions", """{"prompt":["say a","say b"],"n":2,"seed":5}""");

        Assert.Equal(["0 a", "1 a", "2 b", "3 b"], body.GetProperty("choices").EnumerateArray().Select(c => $"{c.GetProperty("index")} {c.GetProperty("text")}"));
        Assert.Equal([5, 5, 6, 6], _service.Chat.Calls.Select(c => c.Options.Seed!.Value).Order());
        Assert.Equal(14, body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(4, body.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Post_LogProbs_AreInTheOldForm()
    {
        var (_, body) = await _service.PostJsonAsync("/v1/completions", """{"prompt":"say a b","logprobs":2}""");

        Assert.Equal("""{"tokens":["a"," b"],"token_logprobs":[-0.5,-0.5],"top_logprobs":[{"t0":-0.5,"t1":-1.5},{"t0":-0.5,"t1":-1.5}],"text_offset":[0,1]}""",
            body.GetProperty("choices")[0].GetProperty("logprobs").GetRawText());
    }

    [Fact]
    public async Task Stream_Plain_HasPiecesFinishUsageAndDone()
    {
        var events = await _service.EventsAsync(
            "/v1/completions", """{"prompt":"say a b","stream":true,"logprobs":0,"stream_options":{"include_usage":true}}""");

        Assert.Equal("[DONE]", events[^1]);
        var parsed = events.SkipLast(1).Select(e => JsonDocument.Parse(e).RootElement).ToArray();
        Assert.Equal(["a", " b", ""], parsed.SkipLast(1).Select(e => e.GetProperty("choices")[0].GetProperty("text").GetString()));
        Assert.Equal([0, 1], parsed.SkipLast(2).Select(e => e.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("text_offset")[0].GetInt32()));
        Assert.Equal("stop", parsed[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(9, parsed[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Stream_FailureAfterOutput_BreaksOffAfterAnErrorEvent()
    {
        var events = await _service.BrokenOffEventsAsync("/v1/completions", """{"prompt":"say a then fail RunnerCrashed","stream":true}""");

        Assert.Contains("\"runner_crashed\"", events[^1]);
    }
}
