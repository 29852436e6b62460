using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Tests.Client;

public sealed class SelectionClientTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly MultiLLMClient _client;

    public SelectionClientTests() => _client = new MultiLLMClient(_service.Address);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task ChatAsync_Wishes_AreSentAndTheChoiceComesBackTyped()
    {
        _service.OnJson("POST", "/chat", SelectionReplies.Chosen);

        var reply = await _client.ChatAsync(new ChatRequest
        {
            Message = "Hi", Preference = ModelPreference.Weights(0.25, 0.75), MaxSeconds = 0.1, MinQuality = 2, AllowModels = ["a"], DenyModels = ["b"],
            LoadedOnly = true, ConversationId = "mine", Cascade = true,
        });

        AssertSent("""
            {"message":"Hi","stream":false,"conversation_id":"mine","cascade":true,"preference":{"quality":0.25,"speed":0.75},"max_seconds":0.1,"min_quality":2,
             "allow_models":["a"],"deny_models":["b"],"loaded_only":true}
            """);
        var selection = reply.Selection;
        Assert.Equal(("sel-1", "code", "high", 0.876, true, "de", true, "conv-1"), (
            selection.DecisionId, selection.Task, selection.Difficulty, selection.Confidence, selection.Sure, selection.Language, selection.LoadedForThis, selection.ConversationId));
        Assert.Equal(new PreferenceInfo("fast", 0.3, 0.7), selection.Preference);
        Assert.Equal(new FallbackInfo("big-coder", "Its process ended."), Assert.Single(selection.Fallbacks!));
        Assert.Equal((1.5, new CandidateSeconds(0.9, 0, 0, 0.1, 0.8, 0)), (selection.Candidates[0].Quality, selection.Candidates[0].Seconds));
    }

    [Fact]
    public async Task ChatAsync_Fallbacks_AreSent()
    {
        _service.OnJson("POST", "/chat", SelectionReplies.Chosen);

        await _client.ChatAsync(new ChatRequest { Message = "Hi", ModelId = "a", Fallbacks = ["b", "c"] });

        AssertSent("""{"message":"Hi","model_id":"a","stream":false,"fallbacks":["b","c"]}""");
    }

    [Fact]
    public async Task GenerateAsync_Fallbacks_AreSent()
    {
        _service.OnJson("POST", "/v1/embeddings", """{"object":"list","model":"b","data":[{"index":0,"object":"embedding","embedding":[1]}],"usage":{"prompt_tokens":1,"total_tokens":1}}""");

        await _client.AsEmbeddingGenerator("a").GenerateAsync(["x"], new EmbeddingGenerationOptions().WithFallbacks("b", "c"));

        AssertSent("""{"model":"a","input":["x"],"encoding_format":"base64","multillm":{"fallbacks":["b","c"]}}""");
    }

    [Theory]
    [InlineData("\"fast\"")]
    [InlineData("""{"quality":0.7,"speed":0.3}""")]
    public void ModelPreference_EitherForm_SurvivesJson(string json)
    {
        var body = $$"""{"preference":{{json}}}""";
        var read = JsonSerializer.Deserialize(body, ApiJsonContext.Default.SelectionOptions)!;

        Assert.Equal(body, JsonSerializer.Serialize(read, ApiJsonContext.Default.SelectionOptions));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("""{"quality":0.7}""")]
    [InlineData("""{"quality":"much","speed":1}""")]
    public void ModelPreference_AnythingElse_IsNoPreference(string json) => Assert.Throws<JsonException>(
        () => JsonSerializer.Deserialize($$"""{"preference":{{json}}}""", ApiJsonContext.Default.SelectionOptions));

    [Fact]
    public async Task RecommendAsync_Reply_ComesBackTyped()
    {
        _service.OnJson("POST", "/recommendations", SelectionReplies.Recommendation);

        var reply = await _client.RecommendAsync(new RecommendationRequest { TaskDescription = "Parse logs.", Preference = "quality", Limit = 3 });

        AssertSent("""{"task_description":"Parse logs.","limit":3,"preference":"quality"}""");
        Assert.Equal(("starter-code", "code", 0.124), (reply.ModelId, reply.Understood.Task, reply.Understood.Tasks["writing"]));
        Assert.Equal((5_500_000_000, 4_700_000_000), (reply.Models[0].Validation.Memory.NeededBytes, reply.NotInstalled[0].DownloadBytes));
    }

    [Fact]
    public async Task ExplainAsync_Reply_ComesBackTyped()
    {
        _service.OnJson("POST", "/selection/explain", SelectionReplies.Explained);

        var reply = await _client.ExplainAsync(new ChatRequest { Message = "Hi" });

        Assert.Equal(("starter-code", new ConversationInfo("conv-1", "starter-code", "code", 2, 30, 1)), (reply.ModelId, reply.Understood.Conversation));
    }

    [Fact]
    public async Task ListDecisionsAsync_Filter_GoesIntoTheQueryAndPagesFollow()
    {
        _service.OnJson("GET", "/selection/decisions", SelectionReplies.Decisions);
        _service.OnJson(
            "GET",
            "/selection/decisions?model=a%2Fb&task=code&conversation=mine&automatic=true&fell_back=false&before=2026-01-31T12%3A00%3A00.1234567%2B00%3A00&limit=10",
            """{"decisions":[]}""");

        var page = await _client.ListDecisionsAsync();
        var next = await _client.ListDecisionsAsync(new DecisionFilter
        {
            Model = "a/b", Task = "code", ConversationId = "mine", Automatic = true, FellBack = false, Before = page.NextBefore, Limit = 10,
        });

        Assert.Equal(("sel-1", "starter-code", 0.5), (page.Decisions[0].DecisionId, page.Decisions[0].ModelId, page.Decisions[0].LoadSeconds));
        Assert.Equal((0, null), (next.Decisions.Count, next.NextBefore));
    }

    [Fact]
    public async Task SendFeedbackAsync_Vote_TellsWhatChanged()
    {
        _service.OnJson("POST", "/feedback", SelectionReplies.Feedback);

        var reply = await _client.SendFeedbackAsync(new FeedbackRequest { DecisionId = "sel-1", Rating = -1, BetterModel = "starter-chat" });

        AssertSent("""{"decision_id":"sel-1","rating":-1,"better_model":"starter-chat"}""");
        Assert.Equal(new FeedbackReply("starter-code", "code", 1.5, 1.25), reply);
    }

    [Fact]
    public async Task ChatClient_Selection_GoesAlongAndComesBack()
    {
        _service.OnJson("POST", "/v1/chat/completions", """
            {"id":"x","object":"chat.completion","created":1,"model":"starter-code","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],
             "multillm":{"model_id":"starter-code","requested":"auto","decision_id":"sel-1","reason":"For code.","task":"code","loaded_for_this":false}}
            """);

        var response = await _client.AsChatClient().GetResponseAsync("Hi", new ChatOptions().WithSelection(new SelectionOptions { Preference = "fast", MaxSeconds = 5 }));

        Assert.Equal(
            """{"preference":"fast","max_seconds":5}""", JsonDocument.Parse(_service.LastRequest.Body).RootElement.GetProperty("multillm").GetRawText());
        Assert.Equal(("sel-1", "code"), (response.GetSelection()!.DecisionId, response.GetSelection()!.Task));
        Assert.Null(new ChatResponse().GetSelection());
    }

    private void AssertSent(string expected) => Assert.True(
        JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(_service.LastRequest.Body).RootElement), _service.LastRequest.Body);
}
