using System.Diagnostics;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Telemetry.Tracing;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Telemetry.Tracing;

/// <summary>The product over runners that are real processes, and the spans that its requests leave.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task Chat_FirstRequest_HasSpansOfSelectionLoadAndTheRunnersWork()
    {
        await using var service = await TestService.StartAsync([("one", "queue_ms=3;prompt_ms=5;decode_ms=40")]);
        using var spans = new CollectedSpans();

        GenerationFinished? finished = null;
        await foreach (var update in service.Chat.GetStreamingResponseAsync("a b c", new ChatOptions { ModelId = "one", MaxOutputTokens = 9 }))
            finished = update.Finished ?? finished;

        var answer = spans.Single("chat one");
        Assert.Equal(spans.Root.SpanId, answer.ParentSpanId);
        Assert.Equal(["multillm.generate", "multillm.load", "multillm.select"], spans.Below(answer));
        var generate = spans.Single("multillm.generate");
        Assert.Equal(["multillm.decode", "multillm.prompt", "multillm.queue"], spans.Below(generate));
        Assert.Equal(7, spans.All.Count);
        var timings = finished!.Timings;
        Assert.Equal(0.04, timings.DecodeSeconds);
        Assert.Equal(timings.QueueSeconds, spans.Single("multillm.queue").Duration.TotalSeconds, 1e-6);
        Assert.Equal(timings.PromptSeconds, spans.Single("multillm.prompt").Duration.TotalSeconds, 1e-6);
        Assert.Equal(timings.DecodeSeconds, spans.Single("multillm.decode").Duration.TotalSeconds, 1e-6);

        Assert.Equal(
            ("chat", "multillm", "one", "one", 9L, (long)finished.PromptTokens, (long)finished.CompletionTokens),
            (Tag(answer, "gen_ai.operation.name"), Tag(answer, "gen_ai.provider.name"), Tag(answer, "gen_ai.request.model"), Tag(answer, "gen_ai.response.model"),
                Convert.ToInt64(Tag(answer, "gen_ai.request.max_tokens")), Convert.ToInt64(Tag(answer, "gen_ai.usage.input_tokens")), Convert.ToInt64(Tag(answer, "gen_ai.usage.output_tokens"))));
        Assert.Contains(spans.Single("multillm.load").Events, happened => happened.Name == "model.loaded");
        Assert.DoesNotContain(spans.All, span => span.TagObjects.Any(tag => tag.Key is "gen_ai.input.messages" or "gen_ai.output.messages"));
    }

    [Fact]
    public async Task Chat_LoadedModel_HasNoSpanOfALoad()
    {
        await using var service = await TestService.StartAsync([("one", "")]);
        await (await service.BorrowAsync("one")).DisposeAsync();
        using var spans = new CollectedSpans();

        await service.Chat.GetResponseAsync("a b", new ChatOptions { ModelId = "one" });

        Assert.DoesNotContain(spans.All, span => span.OperationName == "multillm.load");
    }

    [Fact]
    public async Task Chat_OtherModelHasToLeave_ItsEvictionIsAnEventOfTheLoad()
    {
        await using var service = await TestService.StartAsync([("one", ""), ("two", "")], ("MaxConcurrentModels", "1"));
        await (await service.BorrowAsync("one")).DisposeAsync();
        using var spans = new CollectedSpans();

        await service.Chat.GetResponseAsync("a b", new ChatOptions { ModelId = "two" });

        var evicted = Assert.Single(spans.Single("multillm.load").Events, happened => happened.Name == "model.unloading");
        Assert.Contains(evicted.Tags, tag => tag is { Key: "gen_ai.response.model", Value: "one" });
    }

    [Fact]
    public async Task Chat_RunnerCrashesOnce_BothAttemptsAreSpansAndTheFirstIsAnEvent()
    {
        await using var service = await TestService.StartAsync([("one", "generate=crash-first;times=1")]);
        using var spans = new CollectedSpans();

        await service.Chat.GetResponseAsync("a b", new ChatOptions { ModelId = "one" });

        var answer = spans.Single("chat one");
        Assert.Equal(2, spans.Below(answer).Count(name => name == "multillm.generate"));
        Assert.Contains(Assert.Single(answer.Events, happened => happened.Name == "multillm.fallback").Tags, tag => tag is { Key: "error.type", Value: "runner_crashed" });
        Assert.Equal(ActivityStatusCode.Unset, answer.Status);
        Assert.Equal(1, spans.All.Count(span => span.OperationName == "multillm.generate" && span.Status == ActivityStatusCode.Error));
    }

    [Fact]
    public async Task Chat_Failure_IsTheSpansError()
    {
        await using var service = await TestService.StartAsync([("one", "load=fail")]);
        using var spans = new CollectedSpans();

        await Assert.ThrowsAsync<MultiLLMException>(() => service.Chat.GetResponseAsync("a b", new ChatOptions { ModelId = "one" }));

        var answer = spans.Single("chat one");
        Assert.Equal((ActivityStatusCode.Error, "model_load_failed"), (answer.Status, Tag(answer, "error.type")));
        Assert.Equal("model_load_failed", Tag(spans.Single("multillm.load"), "error.type"));
    }

    [Fact]
    public async Task Chat_CallerLeaves_IsCancelled()
    {
        await using var service = await TestService.StartAsync([("one", "tokens=500;token_ms=20")]);
        using var spans = new CollectedSpans();

        await foreach (var _ in service.Chat.GetStreamingResponseAsync("a b", new ChatOptions { ModelId = "one" }))
            break;

        Assert.Equal("cancelled", Tag(spans.Single("chat one"), "error.type"));
        Assert.Equal("broken_off", Tag(spans.Single("multillm.generate"), "error.type"));
    }

    [Fact]
    public async Task Chat_ContentAllowed_IsInTheSpan()
    {
        await using var service = await TestService.StartAsync([("one", "")]);
        using var talking = new TracingChatClient(service.Chat, capturesContent: true, TimeProvider.System);
        using var spans = new CollectedSpans();

        var reply = await talking.GetResponseAsync([new(ChatRole.System, "be brief"), new(ChatRole.User, "a \"b\"")], new ChatOptions { ModelId = "one" });

        var answer = Assert.Single(spans.All, span => span.ParentSpanId == spans.Root.SpanId); // above the one that the service makes by itself
        Assert.Equal(
            """[{"role":"system","parts":[{"type":"text","content":"be brief"}]},{"role":"user","parts":[{"type":"text","content":"a \u0022b\u0022"}]}]""",
            Tag(answer, "gen_ai.input.messages"));
        Assert.Contains(reply.Text.Split(' ')[0], (string?)Tag(answer, "gen_ai.output.messages"));
    }

    [Fact]
    public async Task Embed_HasSpansOfSelectionLoadAndWork()
    {
        await using var service = await TestService.StartAsync([("embed", "")]);
        using var spans = new CollectedSpans();

        var outcome = await service.Embeddings.EmbedAsync([new EmbedInput { Text = "a dog" }], new EmbeddingWishes { ModelId = "embed" }, CancellationToken.None);

        var answer = spans.Single("embeddings embed");
        Assert.Equal(["multillm.embed", "multillm.load", "multillm.select"], spans.Below(answer));
        Assert.Equal(outcome.Result.Seconds, spans.Single("multillm.prompt").Duration.TotalSeconds, 1e-6);
        Assert.Equal(outcome.Result.Vectors.Sum(vector => (long)vector.Tokens), Tag(answer, "gen_ai.usage.input_tokens"));
    }

    private static object? Tag(Activity span, string name) => span.GetTagItem(name);
}
