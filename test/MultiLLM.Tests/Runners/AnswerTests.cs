using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Tests.Runners;

public sealed class AnswerTests
{
    [Fact]
    public async Task Chat_NamedModel_StreamsFromARunnerOfItsOwn()
    {
        await using var service = await TestService.StartAsync([("tiny", "")]);

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in service.Chat.GetStreamingResponseAsync("one two three", new ChatOptions { ModelId = "tiny" }))
            updates.Add(update);

        Assert.Equal("one two three", string.Concat(updates.Select(u => u.Text)));
        Assert.Equal(7u, updates[0].Started!.PromptTokens);
        Assert.Equal("tiny", updates[0].Decision!.Model.Id);
        Assert.True(updates[0].Decision!.LoadWait > TimeSpan.Zero);
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Equal(3u, updates[^1].Finished!.CompletionTokens);
        var usage = updates[^1].Contents.OfType<UsageContent>().Single().Details;
        Assert.Equal((7, 3, 3, 10), (usage.InputTokenCount, usage.OutputTokenCount, usage.CachedInputTokenCount, usage.TotalTokenCount));
        Assert.Equal(ModelState.Ready, service.Residency.Snapshot.StateOf("tiny"));
    }

    [Fact]
    public async Task Embed_Texts_VectorsInOrder()
    {
        await using var service = await TestService.StartAsync([("tiny", ""), ("small-embed", "")]);

        var inputs = Enumerable.Range(0, 600).Select(i => new EmbedInput { Text = new string('x', i + 1) }).ToList();
        var outcome = await service.Embeddings.EmbedAsync(inputs, new() { Dimensions = 8 }, CancellationToken.None);

        Assert.Equal("small-embed", outcome.Decision.Model.Id);
        Assert.Equal(600, outcome.Result.Vectors.Count);
        for (var i = 0; i < inputs.Count; i++)
            Assert.Equal(1f, BitConverter.ToSingle(outcome.Result.Vectors[i].Values.Span[(((i + 1) % 8) * 4)..]));
    }
}
