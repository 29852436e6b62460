using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Selection;

/// <summary>What was chosen and why is told by headers before the answer, and by the body.</summary>
public sealed class ReplyTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"say a b"}]}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"say a b"}],"stream":true}""")]
    [InlineData("/v1/completions", """{"prompt":"say a b"}""")]
    [InlineData("/v1/completions", """{"prompt":"say a b","stream":true}""")]
    [InlineData("/chat", """{"message":"say a b"}""")]
    [InlineData("/chat", """{"message":"say a b","stream":true}""")]
    public async Task Headers_AutomaticChoice_TellIt(string path, string body)
    {
        using var response = await _service.PostAsync(path, body, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(
            [
                "confidence: 0.88", $"decision: {FakeDecisions.Id}", "difficulty: high", "loaded: true", "model: tiny-chat", "preference: balanced",
                "reason: It is the only one.", "task: code",
            ],
            HeadersOf(response));
    }

    [Fact]
    public async Task Headers_NamedModel_TellNoTask()
    {
        using var response = await _service.PostAsync("/v1/chat/completions", """{"model":"small","messages":[{"role":"user","content":"say a"}]}""");

        Assert.Equal([$"decision: {FakeDecisions.Id}", "loaded: true", "model: tiny-chat", "reason: It is the only one."], HeadersOf(response));
    }

    [Fact]
    public async Task Headers_Embeddings_TellTheModel()
    {
        using var response = await _service.PostAsync("/v1/embeddings", """{"model":"auto:fast","input":"a"}""");

        Assert.Equal(["loaded: false", "model: tiny-embed", "reason: It embeds."], HeadersOf(response));
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"say a b"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"say a b"}],"stream":true}""")]
    [InlineData("""{"messages":[{"role":"user","content":"say a b"}],"stream":true,"stream_options":{"include_usage":true}}""")]
    public async Task Extension_AutomaticChoice_TellsItWithTheAlternatives(string body)
    {
        JsonElement last;
        if (body.Contains("\"stream\":true"))
        {
            var chunks = (await _service.EventsAsync("/v1/chat/completions", body)).SkipLast(1).Select(chunk => JsonDocument.Parse(chunk).RootElement).ToArray();
            Assert.All(chunks.SkipLast(1), chunk => Assert.False(chunk.TryGetProperty("multillm", out _)));
            last = chunks[^1];
        }
        else
        {
            last = (await _service.PostJsonAsync("/v1/chat/completions", body)).Body;
        }

        var note = last.GetProperty("multillm");
        var summary = note.Deserialize(ApiJsonContext.Default.SelectionSummary)!;
        Assert.Equal((FakeDecisions.Id, "auto", "code", "high", 0.8765, true), (summary.DecisionId, summary.Requested, summary.Task, summary.Difficulty, summary.Confidence, summary.Sure));
        Assert.Equal(("de", new PreferenceInfo("balanced", 0.6, 0.4), true, "conv-1"), (summary.Language, summary.Preference, summary.LoadedForThis, summary.ConversationId));
        var other = note.GetProperty("alternatives").EnumerateArray().Single();
        Assert.Equal(("tiny-code", 0.25), (other.GetProperty("model_id").GetString(), other.GetProperty("score").GetDouble()));
    }

    [Fact]
    public async Task OwnReply_AutomaticChoice_TellsEveryPart()
    {
        var (_, body) = await _service.PostJsonAsync("/chat", """{"message":"say a","preference":{"quality":3e-1,"speed":1}}""");

        var selection = body.GetProperty("selection").Deserialize(ApiJsonContext.Default.SelectionInfo)!;
        Assert.Equal(("custom", 0.2308, 0.7692), (selection.Preference!.Name, selection.Preference.Quality, selection.Preference.Speed));
        Assert.Equal(["tiny-chat", "tiny-code", "tiny-embed"], selection.Candidates.Select(candidate => candidate.ModelId));
        Assert.Equal((4.32, new CandidateSeconds(3.75, 1, 0.5, 0.25, 2, 3)), (selection.Candidates[0].Quality, selection.Candidates[0].Seconds));
        Assert.Null(selection.Candidates[2].Seconds);
        Assert.Null(selection.Fallbacks);
    }

    [Fact]
    public async Task OwnReply_Cascade_TellsWhatBecameOfTheDraft()
    {
        var (_, body) = await _service.PostJsonAsync("/chat", """{"message":"say a","cascade":true}""");

        var selection = body.GetProperty("selection").Deserialize(ApiJsonContext.Default.SelectionInfo)!;
        Assert.Equal(new CascadeInfo("tiny-code", 0.85, true, "It was not sure.", 0.7123), selection.Cascade);
    }

    private static IEnumerable<string> HeadersOf(HttpResponseMessage response)
    {
        Assert.Equal(200, (int)response.StatusCode);
        return response.Headers.Where(header => header.Key.StartsWith("x-multillm-")).Select(header => $"{header.Key["x-multillm-".Length..]}: {header.Value.Single()}").Order();
    }
}
