using System.ClientModel;
using System.ClientModel.Primitives;
using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.FunctionalTests.Support;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAIClientOptions = OpenAI.OpenAIClientOptions;
using OpenAIModelClient = OpenAI.Models.OpenAIModelClient;

namespace MultiLLM.Server.FunctionalTests.OpenAI;

/// <summary>The official OpenAI package for .NET, unchanged.</summary>
public sealed class OpenAINuGetTests : IAsyncLifetime
{
    private static readonly ApiKeyCredential s_key = new("none");
    private TestService _service = null!;
    private OpenAIClientOptions _options = null!;

    private ChatClient Chat(string model = "auto") => new(model, s_key, _options);

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync();
        _options = new OpenAIClientOptions { Endpoint = new Uri(_service.Url, "v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task CompleteChat_Plain_Answers()
    {
        ChatCompletion answer = await Chat().CompleteChatAsync([ChatMessage.CreateSystemMessage("Be brief."), ChatMessage.CreateUserMessage("say hello world")]);

        Assert.Equal("hello world", answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal("tiny-chat", answer.Model);
        Assert.Equal((7, 3, 2), (answer.Usage.InputTokenCount, answer.Usage.InputTokenDetails.CachedTokenCount, answer.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task CompleteChatStreaming_Plain_StreamsPiecesAndUsage()
    {
        var pieces = new List<string>();
        ChatTokenUsage? usage = null;
        ChatFinishReason? finish = null;
        await foreach (var update in Chat().CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("say a b c")]))
        {
            pieces.AddRange(update.ContentUpdate.Select(part => part.Text).Where(text => text.Length > 0));
            usage ??= update.Usage;
            finish ??= update.FinishReason;
        }

        Assert.Equal(["a", " b", " c"], pieces);
        Assert.Equal(10, usage!.TotalTokenCount);
        Assert.Equal(ChatFinishReason.Stop, finish);
    }

    [Fact]
    public async Task CompleteChat_JsonSchema_Works()
    {
        var format = ChatResponseFormat.CreateJsonSchemaFormat(
            "reply", BinaryData.FromString("""{"type":"object","properties":{"answer":{"type":"integer"}}}"""), jsonSchemaIsStrict: true);

        ChatCompletion answer = await Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("x")], new ChatCompletionOptions { ResponseFormat = format });

        Assert.Equal("""{"answer": 42}""", answer.Content[0].Text);
    }

    [Fact]
    public async Task CompleteChat_UnknownModel_Is404WithCode()
    {
        var failure = await Assert.ThrowsAsync<ClientResultException>(() => Chat("nonesuch").CompleteChatAsync([ChatMessage.CreateUserMessage("x")]));

        Assert.Equal(404, failure.Status);
        Assert.Contains("model_not_found", failure.Message);
    }

    [Fact]
    public async Task CompleteChatStreaming_FailureAfterOutput_Throws()
    {
        var text = "";
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in Chat().CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("say a b then fail RunnerCrashed")]))
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        });

        Assert.Equal("a b", text);
        Assert.True(failure is ClientResultException or IOException or HttpRequestException, failure.ToString());
    }

    [Fact]
    public async Task CompleteChatStreaming_Abort_StopsTheWork()
    {
        await foreach (var _ in Chat().CompleteChatStreamingAsync([ChatMessage.CreateUserMessage("endless")]))
            break;

        Assert.True(await _service.Chat.Cancelled.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task CompleteChat_Abort_StopsTheWork()
    {
        using var abort = new CancellationTokenSource();
        var answer = Chat().CompleteChatAsync([ChatMessage.CreateUserMessage("silent")], cancellationToken: abort.Token);
        Assert.True(await _service.Chat.Begun.WaitAsync(TimeSpan.FromSeconds(30)));
        await abort.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.True(await _service.Chat.Cancelled.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task GenerateEmbeddings_Texts_ComeInOrder()
    {
        var client = new EmbeddingClient("auto", s_key, _options);

        OpenAIEmbeddingCollection embeddings = await client.GenerateEmbeddingsAsync(["aab", "h"], new EmbeddingGenerationOptions { Dimensions = 8 });

        Assert.Equal(2, embeddings.Count);
        Assert.Equal(FakeEmbeddings.Vector(new() { Text = "aab" }, 8), embeddings[0].ToFloats().ToArray());
        Assert.Equal(FakeEmbeddings.Vector(new() { Text = "h" }, 8), embeddings[1].ToFloats().ToArray());
        Assert.Equal(8, embeddings.Usage.InputTokenCount);
    }

    [Fact]
    public async Task GetModels_All_AreListed()
    {
        var models = await new OpenAIModelClient(s_key, _options).GetModelsAsync();

        Assert.Equal(["auto", "auto:fast", "auto:balanced", "auto:quality", "tiny-chat", "tiny-code", "tiny-embed"], models.Value.Select(model => model.Id));
    }
}
