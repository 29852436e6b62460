using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Backends.Remote;

public sealed class RemoteChatTests
{
    [Fact]
    public async Task Chat_GoodServer_TextFinishAndItsOwnFigures()
    {
        await using var server = await OpenAIStub.StartAsync();
        await using var world = await RemoteWorld.StartAsync(RemoteWorld.Server(server, "a", "\"price\": { \"input_per_million\": 2, \"output_per_million\": 10 }"));

        var updates = await world.AskAsync();

        Assert.Equal("Hello there", string.Concat(updates.Select(update => update.Text)));
        var last = updates[^1];
        Assert.Equal(ChatFinishReason.Stop, last.FinishReason);
        var finished = last.Finished!;
        Assert.Equal((11u, 3u, 7u), (finished.PromptTokens, finished.CachedTokens, finished.CompletionTokens));
        Assert.False(last.UsageIsEstimated);
        Assert.Equal(0.000092m, last.Cost);
        Assert.Equal("far", updates[0].Decision!.Model.Id);
    }

    [Fact]
    public async Task Chat_Options_ArriveAsTheDialectSpellsThem()
    {
        await using var server = await OpenAIStub.StartAsync();
        await using var world = await RemoteWorld.StartAsync(server);

        await world.AskAsync("What?", options =>
        {
            (options.Temperature, options.TopP, options.MaxOutputTokens, options.Seed, options.StopSequences) = (0.7f, 0.9f, 64, 5, ["END"]);
            (options.LogProbs, options.TopLogProbs, options.PresencePenalty, options.Instructions) = (true, 2, 0.5f, "Be brief.");
            options.LogitBias = new Dictionary<int, float> { [50] = -100 };
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("""{"type":"object"}""").RootElement, "thing");
        });

        var asked = Assert.Single(server.Requests);
        Assert.Equal("/v1/chat/completions", asked.Path);
        Assert.Equal(
            """
            {"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What?"}],
            "max_tokens":64,"temperature":0.7,"top_p":0.9,"presence_penalty":0.5,"seed":5,"stop":["END"],"logit_bias":{"50":-100},
            "response_format":{"type":"json_schema","json_schema":{"name":"thing","schema":{"type":"object"},"strict":true}},"logprobs":true,"top_logprobs":2}
            """.ReplaceLineEndings(""),
            asked.Body.GetRawText());
    }

    [Fact]
    public async Task Chat_UnknownFields_PassButNoneThatChangeDestinationOrCredentials()
    {
        await using var server = await OpenAIStub.StartAsync();
        await using var world = await RemoteWorld.StartAsync(server);
        using var body = JsonDocument.Parse("""
            {"model":"far","guided_choice":["a","b"],"chat_template_kwargs":{"enable_thinking":false},"user":"u1","api_base":"http://evil","Base_URL":"http://evil","api_key":"k",
             "extra_headers":{"Authorization":"x"},"headers":{},"kv_transfer_params":{"remote_host":"evil"},"bootstrap_host":"evil","aws_region_name":"x","stream":false,"temperature":2,"future":null}
            """);

        await world.AskAsync(with: options => options.Extras = RequestExtras.Of(body.RootElement));

        var names = server.Requests.Single().Body.EnumerateObject().Select(member => member.Name).ToList();
        Assert.Equal(["model", "stream", "stream_options", "messages", "guided_choice", "chat_template_kwargs", "user"], names);
        Assert.True(server.Requests.Single().Body.GetProperty("stream").GetBoolean());
    }

    [Fact]
    public async Task Chat_TraceAndBaggageOfTheCaller_StayHere()
    {
        await using var server = await OpenAIStub.StartAsync();
        await using var world = await RemoteWorld.StartAsync(server);
        using var activity = new System.Diagnostics.Activity("request").SetIdFormat(System.Diagnostics.ActivityIdFormat.W3C);
        activity.AddBaggage("secret", "value").Start();

        await world.AskAsync();

        Assert.Equal(["Content-Length", "Content-Type", "Host", "User-Agent"], server.Requests.Single().Headers.Keys.Order());
    }

    [Fact]
    public async Task Chat_ServerWithoutUsage_EstimatesAndSaysSo()
    {
        await using var server = await OpenAIStub.StartAsync(async context =>
        {
            await OpenAIStub.ChunkAsync(context, """{"choices":[{"delta":{"content":"one"}}]}""");
            await OpenAIStub.ChunkAsync(context, """{"choices":[{"delta":{"content":" two"},"finish_reason":"length"}]}""");
        });
        await using var world = await RemoteWorld.StartAsync(server);

        var last = (await world.AskAsync())[^1];

        Assert.True(last.UsageIsEstimated);
        Assert.Equal(ChatFinishReason.Length, last.FinishReason);
        Assert.Equal(2u, last.Finished!.CompletionTokens);
        Assert.InRange(last.Finished!.PromptTokens, 1u, 100u);
    }

    [Fact]
    public async Task Chat_ToolCallsInPieces_PassAndArePutTogether()
    {
        await using var server = await OpenAIStub.StartAsync(async context =>
        {
            await OpenAIStub.ChunkAsync(context, """{"system_fingerprint":"fp","choices":[{"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"add","arguments":"{\"a\":"}}]}}]}""");
            await OpenAIStub.ChunkAsync(context, """{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}}]}""");
            await OpenAIStub.ChunkAsync(context, """{"choices":[{"delta":{},"finish_reason":"tool_calls","stop_reason":"x"}]}""");
            await OpenAIStub.ChunkAsync(context, "[DONE]");
        });
        await using var world = await RemoteWorld.StartAsync(server);
        using var tools = JsonDocument.Parse("""{"tools":[{"type":"function","function":{"name":"add"}}]}""");

        var updates = await world.AskAsync(with: options => (options.Extras, options.RemoteOnlyField) = (RequestExtras.Of(tools.RootElement), "tools"));

        Assert.Equal("tool_calls", updates[^1].FinishReason!.Value.Value);
        var call = Assert.Single(updates[^1].Contents.OfType<FunctionCallContent>());
        Assert.Equal(("c1", "add", "1"), (call.CallId, call.Name, call.Arguments!["a"]!.ToString()));
        Assert.Equal("fp", updates[0].ReplyExtras!.Reply!["system_fingerprint"].GetString());
        Assert.Equal("c1", updates[0].ReplyExtras!.Delta!["tool_calls"][0].GetProperty("id").GetString());
        Assert.Equal("x", updates[^1].ReplyExtras!.Choice!["stop_reason"].GetString());
    }

    [Fact]
    public async Task Chat_ToolsForAModelOfThisMachine_AreRefused()
    {
        await using var server = await OpenAIStub.StartAsync();
        await using var world = await RemoteWorld.StartAsync(server);

        var error = await world.FailAsync(options => (options.ModelId, options.RemoteOnlyField) = ("near", "tools"));

        Assert.Equal((ErrorCode.InvalidRequest, "tools"), (error.Code, error.Param));
    }

    [Fact]
    public async Task Completion_RawPrompt_GoesToItsOwnEndpoint()
    {
        await using var server = await OpenAIStub.StartAsync(async context =>
        {
            await OpenAIStub.ChunkAsync(context, """{"choices":[{"text":"abc","logprobs":{"tokens":["abc"],"token_logprobs":[-0.5],"top_logprobs":[{"abc":-0.5,"d":-2}]}}]}""");
            await OpenAIStub.ChunkAsync(context, """{"choices":[{"text":"","finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":1}}""");
            await OpenAIStub.ChunkAsync(context, "[DONE]");
        });
        await using var world = await RemoteWorld.StartAsync(server);

        var updates = await world.AskAsync(with: options => (options.Prompt, options.LogProbs, options.TopLogProbs) = (new RawPrompt(null, [1, 2]), true, 2));

        var asked = server.Requests.Single();
        Assert.Equal(("/v1/completions", "[1,2]", 2), (asked.Path, asked.Body.GetProperty("prompt").GetRawText(), asked.Body.GetProperty("logprobs").GetInt32()));
        Assert.Equal("abc", updates[0].Text);
        var token = Assert.Single(updates[0].LogProbs!);
        Assert.Equal((-0.5, 2), (token.Logprob, token.Top.Count));
    }

    [Fact]
    public async Task Chat_OneJsonObjectInsteadOfAStream_IsRead()
    {
        await using var server = await OpenAIStub.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"choices":[{"message":{"role":"assistant","content":"whole"},"finish_reason":"stop"}],"usage":{"prompt_tokens":4,"completion_tokens":1}}""");
        });
        await using var world = await RemoteWorld.StartAsync(server);

        var updates = await world.AskAsync();

        Assert.Equal("whole", string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(4u, updates[^1].Finished!.PromptTokens);
    }

    [Fact]
    public async Task Chat_CallerLeaves_TheServerLearnsOfIt()
    {
        await using var server = await OpenAIStub.StartAsync(async context =>
        {
            await OpenAIStub.ChunkAsync(context, """{"choices":[{"delta":{"content":"one"}}]}""");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var world = await RemoteWorld.StartAsync(server);
        using var leave = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in world.Chat.GetStreamingResponseAsync("hello", new GenerationOptions { ModelId = "far" }, leave.Token))
                await leave.CancelAsync();
        });

        await Eventually.HoldsAsync(() => server.Abandoned == 1, "the server saw its caller leave");
        Assert.Equal(0, world.Remotes.States.Single(model => model.ModelId == "far").Servers[0].InFlight);
    }

    [Fact]
    public async Task Chat_SilentServer_EndsByTheIdleLimit()
    {
        await using var server = await OpenAIStub.StartAsync(async context =>
        {
            await OpenAIStub.ChunkAsync(context, """{"choices":[{"delta":{"content":"one"}}]}""");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var world = await RemoteWorld.StartAsync(RemoteWorld.Server(server, "a", "\"timeouts\": { \"idle_seconds\": 0.3 }"));

        var error = await world.FailAsync();

        Assert.Equal(ErrorCode.Timeout, error.Code);
        Assert.Contains("silent for 0.3 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embed_Vectors_AreNormalisedAndTokensAddUp()
    {
        await using var server = await OpenAIStub.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"data":[{"index":1,"embedding":[0,2]},{"index":0,"embedding":[3,4]}],"usage":{"prompt_tokens":9}}""");
        });
        await using var world = await RemoteWorld.StartAsync(server);

        var outcome = await world.Service.Embeddings.EmbedAsync(
            [new() { Text = "first" }, new() { Text = "second one" }], new() { ModelId = "far-embed", Dimensions = 2 }, CancellationToken.None);

        var vectors = outcome.Result.Vectors.Select(vector => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(vector.Values.Span).ToArray()).ToList();
        Assert.Equal([0.6f, 0.8f], vectors[0]);
        Assert.Equal([0f, 1f], vectors[1]);
        Assert.Equal(9, outcome.Result.Vectors.Sum(vector => (int)vector.Tokens));
        Assert.Equal("""{"model":"m","input":["first","second one"],"dimensions":2,"encoding_format":"float"}""", server.Requests.Single().Body.GetRawText());
    }
}
