using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Selection;

/// <summary>Choice and refusal as the chat client's callers see them.</summary>
public sealed class SelectionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("auto")]
    [InlineData("AUTO")]
    public async Task Chat_NoModelNamed_OneIsPickedAndTheReasonGiven(string? modelId)
    {
        await using var service = await TestService.StartAsync([("talker", ""), ("coder-x", ""), ("small-embed", "")]);

        var decision = await DecideAsync(service, "Write a Python function", modelId);

        Assert.Equal(("auto", "coder-x"), (decision.Requested.ToLowerInvariant(), decision.Model.Id));
        Assert.Contains("For code", decision.Reason);
        Assert.Equal(["coder-x", "talker", "small-embed"], decision.Candidates.Select(c => c.Model.Id));
    }

    [Fact]
    public async Task Chat_AliasNamed_AnsweredByItsModel()
    {
        await using var service = await TestService.StartAsync([("talker", "")]);
        File.WriteAllText(Path.Combine(service.Models, "talker.gguf.json"), """{ "aliases": ["gpt-4"] }""");
        await service.Catalog.RefreshAsync(CancellationToken.None);

        var decision = await DecideAsync(service, "hi", "GPT-4");

        Assert.Equal(("GPT-4", "talker", "The request names GPT-4, which is talker."), (decision.Requested, decision.Model.Id, decision.Reason));
    }

    [Theory]
    [InlineData("nobody", ErrorCode.ModelNotFound, "There is no model \"nobody\"")]
    [InlineData("small-embed", ErrorCode.ModelKindMismatch, "small-embed is an embedding model")]
    public async Task Chat_ModelThatCannotAnswer_IsRefused(string modelId, ErrorCode code, string message)
    {
        await using var service = await TestService.StartAsync([("talker", ""), ("small-embed", "")]);

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => DecideAsync(service, "hi", modelId));

        Assert.Equal((code, "model"), (error.Error.Code, error.Error.Param));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public async Task Embed_ChatModelNamed_KindMismatch()
    {
        await using var service = await TestService.StartAsync([("talker", "")]);

        var error = await Assert.ThrowsAsync<MultiLLMException>(() =>
            service.Embeddings.EmbedAsync([new() { Text = "x" }], new() { ModelId = "talker" }, CancellationToken.None));

        Assert.Equal(ErrorCode.ModelKindMismatch, error.Error.Code);
    }

    [Fact]
    public async Task Chat_EmptyCatalog_SaysWhereModelsGo()
    {
        await using var service = await TestService.StartAsync([]);

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => DecideAsync(service, "hi", null));

        Assert.Equal(ErrorCode.ModelNotFound, error.Error.Code);
        Assert.Contains(service.Models, error.Message);
    }

    [Fact]
    public async Task Chat_ModelPutThereSince_TakesPartInAutomaticSelection()
    {
        var time = new FakeTimeProvider();
        await using var service = await TestService.StartAsync([("talker", "")], time);
        Assert.Equal("talker", (await DecideAsync(service, "Write a C# method", null)).Model.Id);
        GgufFile.Model().WriteTo(service.Models, "my-coder.gguf");

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("my-coder", (await DecideAsync(service, "Write a C# method", null)).Model.Id);
    }

    [Fact]
    public async Task Chat_PromptLongerThanEveryContext_IsRefusedWithNumbers()
    {
        await using var service = await TestService.StartAsync([("talker", "")], ("ContextLength", "16"));

        var error = await Assert.ThrowsAsync<MultiLLMException>(() => DecideAsync(service, new string('x', 10_000), null));

        Assert.Equal(ErrorCode.ContextLengthExceeded, error.Error.Code);
        Assert.Contains("16", error.Message);
    }

    private static async Task<Core.Selection.SelectionDecision> DecideAsync(TestService service, string prompt, string? modelId)
    {
        await foreach (var update in service.Chat.GetStreamingResponseAsync(prompt, new ChatOptions { ModelId = modelId }))
            return update.Decision!;
        throw new InvalidOperationException("no update");
    }
}
