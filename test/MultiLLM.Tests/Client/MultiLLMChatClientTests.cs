using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using MultiLLM.Client;

namespace MultiLLM.Tests.Client;

public sealed class MultiLLMChatClientTests : IAsyncDisposable
{
    private const string Path = "/v1/chat/completions";
    private const string Completion = """
        {"id":"c1","object":"chat.completion","created":1700000000,"model":"starter-chat","multillm":{"reason":"why"},
         "choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"length","logprobs":{"content":[]}}],
         "usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":7}}}
        """;

    private readonly FakeService _service = new();
    private readonly MultiLLMChatClient _client;

    public MultiLLMChatClientTests() => _client = new MultiLLMChatClient(_service.Address, "starter-chat");

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task GetResponseAsync_AllOptions_AreSentByTheirOpenAINames()
    {
        _service.OnJson("POST", Path, Completion);
        var options = new ChatOptions
        {
            ModelId = "other",
            Instructions = "Be brief.",
            Temperature = 0.7f,
            TopP = 0.9f,
            TopK = 40,
            MaxOutputTokens = 64,
            StopSequences = ["\n\n"],
            Seed = 42,
            FrequencyPenalty = 0.1f,
            PresencePenalty = 0.2f,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}"""), "My.Type`1", "what"),
            AdditionalProperties = new AdditionalPropertiesDictionary { ["min_p"] = 0.05, ["logit_bias"] = new Dictionary<string, object?> { ["5"] = -100 }, ["grammar"] = null },
        };

        await _client.GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("Hel"), new TextContent("lo")])], options);

        AssertJson("""
            {"model":"other","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"}],
             "temperature":0.7,"top_p":0.9,"top_k":40,"max_tokens":64,"stop":["\n\n"],"seed":42,"frequency_penalty":0.1,"presence_penalty":0.2,
             "response_format":{"type":"json_schema","json_schema":{"name":"My_Type_1","description":"what","schema":{"type":"object"},"strict":true}},
             "min_p":0.05,"logit_bias":{"5":-100},"grammar":null}
            """, _service.LastRequest.Body);
    }

    [Fact]
    public async Task GetResponseAsync_NoOptions_SendsModelAndMessagesOnly()
    {
        _service.OnJson("POST", Path, Completion);

        await _client.GetResponseAsync("Hi", new ChatOptions { ResponseFormat = ChatResponseFormat.Text });

        AssertJson("""{"model":"starter-chat","messages":[{"role":"user","content":"Hi"}]}""", _service.LastRequest.Body);
    }

    [Fact]
    public async Task GetResponseAsync_JsonWithoutSchema_AsksForAnObject()
    {
        _service.OnJson("POST", Path, Completion);

        await _client.GetResponseAsync("Hi", new ChatOptions { ResponseFormat = ChatResponseFormat.Json });

        Assert.Equal("json_object", JsonNode.Parse(_service.LastRequest.Body)!["response_format"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task GetResponseAsync_Completion_IsMapped()
    {
        _service.OnJson("POST", Path, Completion);

        var response = await _client.GetResponseAsync("Hi");

        Assert.Equal("Hello", response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal("starter-chat", response.ModelId);
        Assert.Equal((10L, 2L, 12L, 7L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount, response.Usage.CachedInputTokenCount));
        Assert.Equal("why", ((JsonElement)response.AdditionalProperties!["multillm"]!).GetProperty("reason").GetString());
        Assert.True(response.Messages[0].AdditionalProperties!.ContainsKey("logprobs"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), response.CreatedAt);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_Chunks_MergeIntoTheAnswer()
    {
        _service.OnEvents(Path,
            """{"id":"c1","model":"starter-chat","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
            """{"id":"c1","model":"starter-chat","choices":[{"index":0,"delta":{"content":"Hel"}}]}""",
            """{"id":"c1","model":"starter-chat","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":null}]}""",
            """{"id":"c1","model":"starter-chat","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
            """{"id":"c1","model":"starter-chat","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12},"timings":{"x":1}}""",
            "[DONE]");

        var updates = await _client.GetStreamingResponseAsync("Hi").ToListAsync();

        Assert.Equal(["", "Hel", "lo", "", ""], updates.Select(update => update.Text));
        var response = updates.ToChatResponse();
        Assert.Equal("Hello", Assert.Single(response.Messages).Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(12, response.Usage!.TotalTokenCount);
        Assert.True(response.AdditionalProperties!.ContainsKey("timings"));
        var sent = JsonNode.Parse(_service.LastRequest.Body)!;
        Assert.True(sent["stream"]!.GetValue<bool>());
        Assert.True(sent["stream_options"]!["include_usage"]!.GetValue<bool>());
    }

    [Fact]
    public async Task GetStreamingResponseAsync_ErrorChunk_ThrowsWithItsCode()
    {
        _service.OnEvents(Path,
            """{"id":"c1","choices":[{"index":0,"delta":{"content":"Hel"}}]}""",
            """{"error":{"message":"The model died.","type":"server_error","param":null,"code":"runner_crashed"}}""");
        var text = "";

        var error = await Assert.ThrowsAsync<MultiLLMApiException>(async () =>
        {
            await foreach (var update in _client.GetStreamingResponseAsync("Hi"))
                text += update.Text;
        });

        Assert.Equal("Hel", text);
        Assert.Equal("runner_crashed", error.Code);
        Assert.Equal("The model died.", error.Message);
    }

    [Fact]
    public async Task GetStreamingResponseAsync_NoDone_Throws()
    {
        _service.OnEvents(Path, """{"id":"c1","choices":[{"index":0,"delta":{"content":"Hel"}}]}""");

        await Assert.ThrowsAnyAsync<IOException>(async () => await _client.GetStreamingResponseAsync("Hi").ToListAsync());
    }

    [Fact]
    public async Task GetResponseAsync_OpenAIErrorEnvelope_BecomesTheException()
    {
        _service.OnJson("POST", Path, """{"error":{"message":"temperature is 9","type":"invalid_request_error","param":"temperature","code":null}}""", 400);

        var error = await Assert.ThrowsAsync<MultiLLMApiException>(() => _client.GetResponseAsync("Hi"));

        Assert.Equal(("invalid_request_error", "temperature"), (error.Code, error.Param));
    }

    [Fact]
    public async Task GetResponseAsync_PropertyThatAnOptionSets_IsRefused()
    {
        var options = new ChatOptions { Temperature = 1, AdditionalProperties = new AdditionalPropertiesDictionary { ["temperature"] = 0.5 } };

        await Assert.ThrowsAsync<ArgumentException>(() => _client.GetResponseAsync("Hi", options));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task GetResponseAsync_WhatCannotBeSent_IsRefused()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            _client.GetResponseAsync("Hi", new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1)] }));
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            _client.GetResponseAsync([new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])]));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void GetService_Metadata_NamesServiceAndModel()
    {
        var metadata = (ChatClientMetadata)((IChatClient)_client).GetService(typeof(ChatClientMetadata))!;

        Assert.Equal(("multillm", _service.Address, "starter-chat"), (metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId));
        Assert.Same(_client, ((IChatClient)_client).GetService(typeof(MultiLLMChatClient)));
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
