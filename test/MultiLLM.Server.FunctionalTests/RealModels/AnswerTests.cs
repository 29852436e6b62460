using System.Text.Json;

namespace MultiLLM.Server.FunctionalTests.RealModels;

[Collection(nameof(RealModelCollection))]
public sealed class AnswerTests(RealService real)
{
    private const string Question = """ "model":"starter-chat","messages":[{"role":"user","content":"What is machine learning?"}],"temperature":0 """;

    [Fact]
    public async Task Chat_Greedy_IsReproducibleStreamedAndWhole()
    {
        var first = await real.PostOkAsync("/v1/chat/completions", $$"""{{{Question}},"max_tokens":24}""");
        var second = await real.PostOkAsync("/v1/chat/completions", $$"""{{{Question}},"max_tokens":24}""");
        var events = await real.Service.EventsAsync("/v1/chat/completions", $$$"""{{{{Question}}},"max_tokens":24,"stream":true,"stream_options":{"include_usage":true}}""");

        var text = Text(first);
        Assert.Contains("learn", text);
        Assert.Equal(text, Text(second));
        var chunks = events.SkipLast(1).Select(e => JsonDocument.Parse(e).RootElement).ToArray();
        Assert.Equal(text, string.Concat(chunks.SelectMany(c => c.GetProperty("choices").EnumerateArray())
            .Select(c => c.GetProperty("delta").TryGetProperty("content", out var piece) ? piece.GetString() : "")));
        Assert.Equal(first.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal(24, first.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.True(second.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32() > 0);
        Assert.True(first.GetProperty("multillm").GetProperty("starter_model").GetBoolean());
    }

    [Fact]
    public async Task Chat_StopString_EndsTheAnswerAndIsNotInIt()
    {
        var whole = Text(await real.PostOkAsync("/v1/chat/completions", $$"""{{{Question}},"max_tokens":24}"""));
        var stop = whole.Split(' ')[3];

        var stopped = await real.PostOkAsync("/v1/chat/completions", $$"""{{{Question}},"max_tokens":24,"stop":[{{JsonSerializer.Serialize(stop)}}]}""");

        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], Text(stopped));
        Assert.Equal("stop", stopped.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Chat_JsonSchema_IsFollowed()
    {
        var body = await real.PostOkAsync("/v1/chat/completions", $$$$$"""
            {{{{{{Question}}}}},"max_tokens":200,"response_format":{"type":"json_schema","json_schema":{"name":"fact","strict":true,"schema":{
             "type":"object","properties":{"topic":{"type":"string","maxLength":20},"sure":{"type":"boolean"},"count":{"type":"integer","minimum":1,"maximum":9}},
             "required":["topic","sure","count"],"additionalProperties":false}}}}
            """);

        using var answer = JsonDocument.Parse(Text(body));
        Assert.Equal(["topic", "sure", "count"], answer.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.InRange(answer.RootElement.GetProperty("count").GetInt32(), 1, 9);
    }

    [Fact]
    public async Task Chat_SeveralWithLogProbs_AreCounted()
    {
        var body = await real.PostOkAsync("/v1/chat/completions", $$"""{{{Question}},"max_tokens":4,"n":3,"logprobs":true,"top_logprobs":2}""");

        Assert.Equal(3, body.GetProperty("choices").GetArrayLength());
        Assert.Equal(12, body.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        foreach (var choice in body.GetProperty("choices").EnumerateArray())
        {
            var tokens = choice.GetProperty("logprobs").GetProperty("content").EnumerateArray().ToArray();
            Assert.Equal(4, tokens.Length);
            Assert.All(tokens, t => Assert.True(t.GetProperty("logprob").GetDouble() <= 0));
            Assert.All(tokens, t => Assert.Equal(2, t.GetProperty("top_logprobs").GetArrayLength()));
            Assert.Equal(choice.GetProperty("message").GetProperty("content").GetString(), string.Concat(tokens.Select(t => t.GetProperty("token").GetString())));
        }
    }

    [Theory]
    [InlineData("""{"message":"Write a Python function that reverses a string."}""", "starter-code")]
    [InlineData("""{"message":"What is a contract?"}""", "starter-chat")]
    public async Task OwnChat_Auto_PicksByTask(string request, string expected)
    {
        var body = await real.PostOkAsync("/chat", request);

        Assert.Equal(expected, body.GetProperty("model_id").GetString());
        Assert.True(body.GetProperty("selection").GetProperty("candidates").GetArrayLength() >= 2);
        Assert.True(body.GetProperty("response").GetString()!.Length > 0);
        Assert.True(body.GetProperty("timings").GetProperty("tokens_per_second").GetDouble() > 0);
    }

    [Fact]
    public async Task Completions_TextAndTokens_AreContinued()
    {
        var body = await real.PostOkAsync("/v1/completions", """{"model":"starter-chat","prompt":["Machine learning is",[10,20,30]],"max_tokens":3,"temperature":0}""");

        Assert.Equal(2, body.GetProperty("choices").GetArrayLength());
        Assert.Equal(6, body.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"nonesuch","messages":[{"role":"user","content":"x"}]}""", 404, "model_not_found")]
    [InlineData("/v1/chat/completions", """{"model":"starter-embed","messages":[{"role":"user","content":"x"}]}""", 400, "model_kind_mismatch")]
    [InlineData("/v1/embeddings", """{"model":"starter-chat","input":"x"}""", 400, "model_kind_mismatch")]
    [InlineData("/v1/chat/completions", """{"model":"starter-chat","messages":[{"role":"user","content":"x"}],"grammar":"root ::= ["}""", 400, "invalid_grammar")]
    [InlineData("/v1/completions", """{"model":"starter-chat","prompt":[99999999]}""", 400, "invalid_request")]
    [InlineData("/v1/embeddings", """{"model":"starter-embed","input":"x","dimensions":100000}""", 400, "invalid_request")]
    [InlineData("/chat", """{"model_id":"nonesuch","message":"x"}""", 404, "model_not_found")]
    public async Task Any_WhatTheModelCannotDo_IsRefused(string path, string request, int status, string code)
    {
        var refusal = await real.PostRefusedAsync(path, request);

        Assert.Equal((status, code), (refusal.Status, refusal.Code));
    }

    [Fact]
    public async Task Chat_LongerThanTheContext_IsRefusedWithBothNumbers()
    {
        var refusal = await real.PostRefusedAsync(
            "/v1/chat/completions", $$"""{"model":"starter-chat","messages":[{"role":"user","content":"{{string.Concat(Enumerable.Repeat("word ", 700))}}"}]}""");

        Assert.Equal((400, "context_length_exceeded"), (refusal.Status, refusal.Code));
        Assert.Matches("7[0-9][0-9].*512|512.*7[0-9][0-9]", refusal.Message);
    }

    private static string Text(JsonElement completion) => completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
}
