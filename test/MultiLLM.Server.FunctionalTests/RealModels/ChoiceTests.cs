using System.Globalization;
using System.Text.Json;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>The choice among the starter models, as callers of the service see it.</summary>
[Collection(nameof(RealModelCollection))]
public sealed class ChoiceTests(RealService real)
{
    private const string Code = "Write a Python function that reverses a string.";

    /// <summary>Else the same words, asked by another test, could count as asking again.</summary>
    private static string NewTalk => $"\"conversation_id\":\"{Guid.NewGuid()}\"";

    [Theory]
    [InlineData(Code, "starter-code", "code", false)]
    [InlineData(Code, "starter-code", "code", true)]
    [InlineData("Hello! How are you today?", "starter-chat", null, false)]
    public async Task ChatCompletions_Auto_HeadersAndExtensionTellTheChoice(string prompt, string model, string? task, bool stream)
    {
        using var response = await real.Service.PostAsync(
            "/v1/chat/completions", $$$"""
            {"model":"auto","messages":[{"role":"user","content":"{{{prompt}}}"}],"max_tokens":4,"stream":{{{(stream ? "true" : "false")}}},"multillm":{{{{NewTalk}}}}}
            """,
            HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(model, Header(response, "model"));
        Assert.Contains(model, Header(response, "reason"));
        Assert.Equal("balanced", Header(response, "preference"));
        Assert.Matches("^(low|medium|high)$", Header(response, "difficulty"));
        Assert.InRange(double.Parse(Header(response, "confidence"), CultureInfo.InvariantCulture), 0, 1);
        Assert.True(task is null || task == Header(response, "task"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains($"\"multillm\":{{\"model_id\":\"{model}\"", body);
        Assert.Contains($"\"decision_id\":\"{Header(response, "decision")}\"", body);
    }

    [Fact]
    public async Task Chat_FollowUp_StaysWithItsModel()
    {
        const string Question = "Write a Python function that reverses a string in place.";
        var first = await ChatAsync($$"""{"message":"{{Question}}","max_tokens":40}""");
        var second = await ChatAsync($$"""
            {"message":"And now with a loop, please.","max_tokens":4,"conversation_history":[{"role":"user","content":"{{Question}}"},
              {"role":"assistant","content":{{JsonSerializer.Serialize(first.Response)}}}]}
            """);

        Assert.Equal(("starter-code", "starter-code"), (first.ModelId, second.ModelId));
        Assert.NotNull(first.Selection.ConversationId);
        Assert.Equal(first.Selection.ConversationId, second.Selection.ConversationId);
    }

    [Fact]
    public async Task Chat_Weights_ChangeTheChoice()
    {
        await real.PostOkAsync("/models/starter-chat/load", "");
        await real.PostOkAsync("/models/starter-code/load", "");
        await real.PostOkAsync("/models/starter-code/unload", "");

        var quick = await ChatAsync($$$"""{"message":"{{{Code}}}","max_tokens":4,"preference":{"quality":0,"speed":1},{{{NewTalk}}}}""");
        var good = await ChatAsync($$$"""{"message":"{{{Code}}}","max_tokens":4,"preference":{"quality":1,"speed":0},{{{NewTalk}}}}""");

        Assert.Equal(("starter-chat", "starter-code"), (quick.ModelId, good.ModelId)); // one is loaded, the other made for it
        Assert.Equal((false, true), (quick.Selection.LoadedForThis, good.Selection.LoadedForThis));
        Assert.True(good.Selection.Candidates[0].Quality > quick.Selection.Candidates[0].Quality);
    }

    [Theory]
    [InlineData(""" "allow_models":["starter"] """)]
    [InlineData(""" "deny_models":["starter-code"] """)]
    public async Task Chat_Lists_AreRespected(string list)
    {
        var reply = await ChatAsync($$"""{"message":"{{Code}}","max_tokens":4,{{list}},{{NewTalk}}}""");

        Assert.Equal("starter-chat", reply.ModelId);
        Assert.False(Assert.Single(reply.Selection.Candidates, candidate => candidate.ModelId == "starter-code").Eligible);
    }

    [Theory]
    [InlineData(""" "min_quality":9.9 """, "below the 9.9")]
    [InlineData(""" "max_seconds":0.000001 """, "more than the")]
    [InlineData(""" "deny_models":["starter-chat","starter-code"] """, "excludes it")]
    public async Task Chat_LimitsThatNoModelMeets_AreToldAsSuch(string limit, string why)
    {
        var refusal = await real.PostRefusedAsync("/chat", $$"""{"message":"{{Code}}",{{limit}}}""");

        Assert.Equal((422, "no_eligible_model"), (refusal.Status, refusal.Code));
        Assert.Contains(why, refusal.Message);
    }

    [Fact]
    public async Task Chat_LoadedOnly_LoadsNothing()
    {
        await real.PostOkAsync("/models/starter-chat/load", "");
        await real.PostOkAsync("/models/starter-code/load", "");
        await real.PostOkAsync("/models/starter-code/unload", "");

        var reply = await ChatAsync($$"""{"message":"{{Code}}","max_tokens":4,"loaded_only":true,{{NewTalk}}}""");

        Assert.Equal(("starter-chat", false), (reply.ModelId, reply.Selection.LoadedForThis));
        Assert.Equal("unloaded", (await real.ModelAsync("starter-code")).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("/chat", """{"message":"x","model_id":"auto:cheap"}""")]
    [InlineData("/v1/chat/completions", """{"model":"auto:cheap","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/v1/embeddings", """{"model":"auto:cheap","input":"x"}""")]
    public async Task Any_UnknownAutomaticName_ListsWhatThereIs(string path, string body)
    {
        var refusal = await real.PostRefusedAsync(path, body);

        Assert.Equal((404, "model_not_found"), (refusal.Status, refusal.Code));
        Assert.Contains("auto, auto:fast, auto:balanced, auto:quality", refusal.Message);
    }

    [Fact]
    public async Task Feedback_Bad_LowersTheExpectedQualityALittle()
    {
        var reply = await ChatAsync($$"""{"message":"{{Code}}","max_tokens":4,{{NewTalk}}}""");
        var receipt = (await real.PostOkAsync("/feedback", $$"""{"decision_id":"{{reply.Selection.DecisionId}}","rating":"down"}"""))
            .Deserialize(ApiJsonContext.Default.FeedbackReply)!;

        Assert.Equal((reply.ModelId, reply.Selection.Task), (receipt.ModelId, receipt.Task));
        Assert.InRange(receipt.QualityBefore - receipt.QualityAfter, 0.001, 1);
    }

    [Fact]
    public async Task Decisions_AfterAnAnswer_TellItWithoutThePrompt()
    {
        var reply = await ChatAsync("""{"message":"My password is hunter2, hello.","max_tokens":4,"conversation_id":"a-secret-talk"}""");
        var (_, list) = await real.Service.GetJsonAsync("/selection/decisions?conversation=a-secret-talk&limit=1");
        var (_, one) = await real.Service.GetJsonAsync($"/selection/decisions/{reply.Selection.DecisionId}");

        var decision = Assert.Single(list.Deserialize(ApiJsonContext.Default.DecisionList)!.Decisions);
        Assert.Equal((reply.Selection.DecisionId, reply.ModelId, reply.Selection.Reason), (decision.DecisionId, decision.ModelId, decision.Reason));
        Assert.Equal(reply.Selection.Candidates.Count, one.Deserialize(ApiJsonContext.Default.DecisionInfo)!.Candidates!.Count);
        Assert.DoesNotContain("hunter2", list.GetRawText() + one.GetRawText());
    }

    [Fact]
    public async Task Recommendations_Code_RanksInstalledOnesAndNamesBetterOnes()
    {
        await real.PostOkAsync("/models/unload-all", "");
        var reply = (await real.PostOkAsync("/recommendations", $$"""{"task_description":"{{Code}}","preference":"quality"}""")).Deserialize(ApiJsonContext.Default.RecommendationReply)!;

        Assert.Equal(("starter-code", "code"), (reply.ModelId, reply.Understood.Task));
        Assert.Equal(["starter-code", "starter-chat"], reply.Models.Select(model => model.ModelId));
        Assert.All(reply.Models, model => Assert.True(model.Validation.Memory.NeededBytes > 0));
        Assert.All(reply.NotInstalled, model => Assert.True(model.DownloadBytes > 0 && model.Quality > reply.Models[0].Quality, model.ModelId));
        Assert.Equal("unloaded", (await real.ModelAsync("starter-code")).GetProperty("state").GetString());
    }

    private async Task<ChatReply> ChatAsync(string body) => (await real.PostOkAsync("/chat", body)).Deserialize(ApiJsonContext.Default.ChatReply)!;

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues($"x-multillm-{name}").Single();
}
