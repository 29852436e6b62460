using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Selection;

public sealed class AdviceTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Recommend_Task_RanksWithReasonsNumbersAndValidation()
    {
        var reply = await RecommendAsync("""{"task_description":"Write a parser.","preference":"quality"}""");

        Assert.Equal(("tiny-chat", "tiny-chat fits best.", "quality"), (reply.ModelId, reply.Reason, reply.Preference.Name));
        Assert.Equal(("code", "high", 0.8765, "en"), (reply.Understood.Task, reply.Understood.Difficulty, reply.Understood.Confidence, reply.Understood.Language));
        Assert.Equal(["code", "writing"], reply.Understood.Tasks.Keys);
        Assert.Equal(["wants_depth"], reply.Understood.Signs);
        Assert.Equal(["tiny-chat", "tiny-code"], reply.Models.Select(model => model.ModelId)); // an embedding model never writes
        Assert.Equal((true, "fits", true, false), (
            reply.Models[0].Validation.Memory.Ok, reply.Models[0].Validation.Verdict, reply.Models[0].StarterModel, reply.Models[1].Validation.Valid));
        Assert.Equal((4.32, 3.75), (reply.Models[0].Quality, reply.Models[0].Seconds!.Total));
        Assert.Equal(["nice-coder", "big-chat"], reply.NotInstalled.Select(model => model.ModelId));
        Assert.Equal((9, 1_200, 1_500), (reply.NotInstalled[0].Quality, reply.NotInstalled[0].DownloadBytes, reply.NotInstalled[0].MemoryBytes));
        Assert.Equal(0, _service.Parts.Residency.LeasesOut);
    }

    [Fact]
    public async Task Recommend_Limit_HoldsForBothKinds()
    {
        var reply = await RecommendAsync("""{"task_description":"x","limit":1}""");

        Assert.Equal((1, 1), (reply.Models.Count, reply.NotInstalled.Count));
    }

    [Fact]
    public async Task Recommend_Messages_AreTheConversation()
    {
        await RecommendAsync("""{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Hi"}]}],"limit":1}""");

        Assert.Equal(["system: Be brief.", "user: Hi"], _service.Parts.Advisor.LastCall!.Value.Conversation.Select(message => $"{message.Role}: {message.Text}"));
    }

    [Theory]
    [InlineData("""{"message":"Now","conversation_history":[{"role":"user","content":"Before"}],"model_id":"auto:fast"}""")]
    [InlineData("""{"message":"Now","conversation_history":[{"role":"user","content":"Before"}],"model_id":"auto:fast","messages":null}""")]
    [InlineData("""{"messages":[{"role":"user","content":"Before"},{"role":"user","content":"Now"}],"model":"auto:fast"}""")]
    public async Task Explain_EitherBody_TellsEverything(string body)
    {
        var (status, json) = await _service.PostJsonAsync("/selection/explain", body);
        Assert.True(status == 200, $"{json}");
        var reply = json.Deserialize(ApiJsonContext.Default.ExplainReply)!;

        Assert.Equal(("auto:fast", "tiny-chat", "fast"), (reply.Requested, reply.ModelId, reply.Preference.Name));
        Assert.Equal(3, reply.Candidates.Count);
        Assert.Equal((40, 300, new ConversationInfo("conv-1", "tiny-code", "code", 2, 30, 1)), (reply.Understood.PromptTokens, reply.Understood.AnswerTokens, reply.Understood.Conversation));
        Assert.Equal(["Before", "Now"], _service.Parts.Advisor.LastCall!.Value.Conversation.Select(message => message.Text));
        Assert.Equal(Preference.Fast, _service.Parts.Advisor.LastCall.Value.Options.Wishes!.Preference);
        Assert.Empty(_service.Chat.Calls);
    }

    [Fact]
    public async Task Explain_NamedModel_SaysSoAndWhatTheChoiceWouldBe()
    {
        var (_, json) = await _service.PostJsonAsync("/selection/explain", """{"message":"x","model_id":"tiny-code"}""");
        var (status, missing) = await _service.PostJsonAsync("/selection/explain", """{"message":"x","model_id":"nonesuch"}""");

        var reply = json.Deserialize(ApiJsonContext.Default.ExplainReply)!;
        Assert.Equal(("tiny-code", "tiny-code"), (reply.Requested, reply.ModelId));
        Assert.StartsWith("The request names tiny-code.", reply.Reason);
        Assert.Equal((404, "model_id"), (status, missing.GetProperty("error").GetProperty("param").GetString()));
    }

    private async Task<RecommendationReply> RecommendAsync(string body)
    {
        var (status, json) = await _service.PostJsonAsync("/recommendations", body);
        Assert.True(status == 200, $"{json}");
        return json.Deserialize(ApiJsonContext.Default.RecommendationReply)!;
    }
}
