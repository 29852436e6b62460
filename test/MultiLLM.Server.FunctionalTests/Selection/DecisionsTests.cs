using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Selection;

public sealed class DecisionsTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("", $"{FakeDecisions.Id} sel-fallback sel-named")]
    [InlineData("?model=SMALL", $"{FakeDecisions.Id} sel-named")]
    [InlineData("?model=tiny-code", "sel-fallback")]
    [InlineData("?model=removed-since", "")]
    [InlineData("?task=code", $"{FakeDecisions.Id} sel-fallback sel-named")] // named models' requests are read too
    [InlineData("?conversation=conv-2", "sel-fallback")]
    [InlineData("?automatic=false", "sel-named")]
    [InlineData("?fell_back=true", "sel-fallback")]
    [InlineData("?fell_back=false&automatic=true", FakeDecisions.Id)]
    [InlineData("?before=2026-01-31T12:01:00Z", "sel-named")]
    [InlineData("?before=2026-01-31T13:01:00+01:00", "sel-named")]
    public async Task List_Filter_Filters(string query, string expected) =>
        Assert.Equal(expected, string.Join(' ', (await ListAsync(query)).Decisions.Select(decision => decision.DecisionId)));

    [Fact]
    public async Task List_Pages_MeetWithoutGapOrOverlap()
    {
        var ids = new List<string?>();
        var query = "?limit=1";
        for (var page = await ListAsync(query); ; page = await ListAsync(query))
        {
            ids.Add(Assert.Single(page.Decisions).DecisionId);
            if (page.NextBefore is not { } before)
                break;
            query = $"?limit=1&before={Uri.EscapeDataString(before.ToString("O"))}";
        }

        Assert.Equal([FakeDecisions.Id, "sel-fallback", "sel-named"], ids);
    }

    [Theory]
    [InlineData("task=cooking", "task", "must be one of \"chat\"")]
    [InlineData("automatic=maybe", "automatic", "must be one of \"true\"")]
    [InlineData("before=yesterday", "before", "must be a time")]
    [InlineData("limit=0", "limit", "from 1 to 200; got \"0\"")]
    [InlineData("limit=1&limit=2", "limit", "once only")]
    public async Task List_BadQuery_NamesTheField(string query, string param, string complaint)
    {
        var (status, body) = await _service.GetJsonAsync("/selection/decisions?" + query);

        Assert.Equal((400, param), (status, body.GetProperty("error").GetProperty("param").GetString()));
        Assert.Contains(complaint, body.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Get_One_HasItsCandidates()
    {
        var (status, body) = await _service.GetJsonAsync($"/selection/decisions/{FakeDecisions.Id}");
        var (missing, error) = await _service.GetJsonAsync("/selection/decisions/sel-nonesuch");

        var decision = body.Deserialize(ApiJsonContext.Default.DecisionInfo)!;
        Assert.Equal((200, "tiny-chat", 0.5, "What is it?", 3), (status, decision.ModelId, decision.LoadSeconds, decision.Prompt, decision.Candidates!.Count));
        Assert.Equal((404, "decision_not_found", "id"), (missing, error.GetProperty("error").GetProperty("code").GetString(), error.GetProperty("error").GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Get_NamedModel_TellsWhatTheRequestWasReadAs()
    {
        var (_, body) = await _service.GetJsonAsync("/selection/decisions/sel-named");

        Assert.Equal(("code", "high"), (body.GetProperty("task").GetString(), body.GetProperty("difficulty").GetString()));
    }

    [Theory]
    [InlineData("1", 1, 4.25)]
    [InlineData("\"up\"", 1, 4.25)]
    [InlineData("-1", -1, 3.75)]
    [InlineData("\"down\"", -1, 3.75)]
    public async Task Feedback_Vote_TellsWhatChanged(string rating, int expected, double after)
    {
        var (status, body) = await _service.PostJsonAsync(
            "/feedback", $$"""{"decision_id":"{{FakeDecisions.Id}}","rating":{{rating}},"better_model":"SMALL","comment":"Not stored."}""");

        Assert.Equal((200, new FeedbackReply("tiny-chat", "code", 4, after)), (status, body.Deserialize(ApiJsonContext.Default.FeedbackReply)!));
        Assert.Equal(new FeedbackVote(FakeDecisions.Id, expected, "tiny-chat"), _service.Parts.Feedback.LastVote);
    }

    [Fact]
    public async Task Feedback_UnknownDecision_Is404()
    {
        var (status, body) = await _service.PostJsonAsync("/feedback", """{"decision_id":"sel-nonesuch","rating":1}""");

        Assert.Equal((404, "decision_not_found"), (status, body.GetProperty("error").GetProperty("code").GetString()));
    }

    private async Task<DecisionList> ListAsync(string query)
    {
        var (status, body) = await _service.GetJsonAsync("/selection/decisions" + query);
        Assert.True(status == 200, $"{body}");
        return body.Deserialize(ApiJsonContext.Default.DecisionList)!;
    }
}
