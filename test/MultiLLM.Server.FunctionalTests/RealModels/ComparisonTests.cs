using System.Net;
using System.Text.Json;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>Comparisons of the starter models through the client, as anybody would make them.</summary>
public sealed class ComparisonTests(RecordedService recorded) : IClassFixture<RecordedService>
{
    private static readonly ComparisonRequest s_request = new()
    {
        Models = ["starter-chat", "starter-code"],
        Prompts = [new("What is an API?", "An API is an interface between programs."), new("Reverse a string in Python")],
        MaxTokens = 24,
        Temperature = 0,
    };

    private MultiLLMClient Client => new(recorded.Real.Service.Url);

    [Fact]
    public async Task Comparison_StarterModels_TellsAnswersSpeedsAndQualityAndIsNoUse()
    {
        using var client = Client;
        var before = await client.GetAnalyticsAsync();
        var decisions = (await client.ListDecisionsAsync()).Decisions.Count;

        var (progress, result) = await RunAsync(client, s_request);

        Assert.Equal(("done", 4, 4, "token_f1"), (result.State, result.Answered, result.Total, result.Check));
        Assert.Equal(["starter-chat", "starter-code"], result.Figures!.Select(model => model.ModelId));
        Assert.All(result.Prompts!.SelectMany(prompt => prompt.Answers), answer => Assert.True(
            answer is { Text.Length: > 0, PromptTokens: > 0, CompletionTokens: > 0, TimeToFirstTokenSeconds: > 0, TokensPerSecond: > 0, Error: null }, $"{answer}"));
        Assert.Equal([true, true, false, false], result.Prompts!.SelectMany(prompt => prompt.Answers).Select(answer => answer.Quality is not null));
        Assert.Equal(["knowledge", "code"], result.Prompts!.Select(prompt => prompt.Task));
        Assert.InRange(Assert.Single(result.Agreement!.Pairs).Value!.Value, 0, 1);
        Assert.All(progress, brief => Assert.Null(brief.Prompts));

        await Eventually.TrueAsync(async () => (await recorded.RecordsAsync()).Count(record => record.RequestId.StartsWith(result.Id, StringComparison.Ordinal)) == 4);
        var records = (await recorded.RecordsAsync()).Where(record => record.RequestId.StartsWith(result.Id, StringComparison.Ordinal)).ToList();
        Assert.All(records, record => Assert.Equal(("ok", "comparison"), (record.Outcome, record.Dialect)));
        Assert.Equal(
            result.Prompts!.SelectMany(prompt => prompt.Answers).Sum(answer => answer.CompletionTokens), records.Sum(record => record.CompletionTokens));
        Assert.Equal(before.Total.Requests, (await client.GetAnalyticsAsync()).Total.Requests);
        Assert.Equal(decisions, (await client.ListDecisionsAsync()).Decisions.Count);
    }

    [Fact]
    public async Task Blind_BeforeTheVote_TellsNoNamesAndAfterItDoes()
    {
        using var client = Client;
        var (_, result) = await RunAsync(client, s_request with { Blind = true });

        Assert.Null(result.Figures);
        Assert.Null(result.Agreement);
        Assert.All(result.Prompts!, prompt =>
        {
            Assert.Equal(["A", "B"], prompt.Answers.Select(answer => answer.Label));
            Assert.All(prompt.Answers, answer => Assert.Equal(new ComparedAnswerInfo { Label = answer.Label, Text = answer.Text }, answer));
        });

        var voted = await client.VoteAsync(result.Id, new ComparisonVote { Prompt = 1, Winner = "B" });
        Assert.Equal(["starter-chat", "starter-code"], voted.Prompts![1].Answers.Select(answer => answer.ModelId).Order());
        Assert.All(voted.Prompts[0].Answers, answer => Assert.Null(answer.ModelId));
        Assert.Equal(
            (HttpStatusCode?)HttpStatusCode.Conflict,
            (await Assert.ThrowsAsync<MultiLLMApiException>(() => client.VoteAsync(result.Id, new ComparisonVote { Prompt = 1, Winner = "A" }))).StatusCode);

        var all = await client.VoteAsync(result.Id, new ComparisonVote { Prompt = 0, Winner = "skip" });
        var winner = all.Prompts![1].Answers.Single(answer => answer.Label == "B").ModelId;
        Assert.Equal(("B", "skip"), (all.Prompts[1].Vote, all.Prompts[0].Vote));
        Assert.Equal([winner], all.Figures!.Where(model => model.Wins == 1).Select(model => model.ModelId));

        var elo = await client.GetEloAsync("code");
        Assert.Equal((1, winner, true), ((int)elo.Votes, elo.Ratings[0].ModelId, elo.Ratings[0].TooFewVotes));
        Assert.Contains("Too few votes", elo.Notice, StringComparison.Ordinal);
        Assert.Equal(0, (await client.GetEloAsync("math")).Votes);
    }

    [Fact]
    public async Task Ratings_AnAnswer_CountForItsModel()
    {
        using var client = Client;
        var (_, result) = await RunAsync(client, s_request);

        await client.RateAsync(result.Id, new ComparisonRating(0, "A", 3));
        var rated = await client.RateAsync(result.Id, new ComparisonRating(0, "A", 8));

        Assert.Equal([8.0, null], rated.Figures!.Select(model => model.Rating));
        Assert.Equal(8, rated.Prompts![0].Answers[0].Rating);
    }

    [Fact]
    public async Task Stop_Twice_CancelsThenForgets()
    {
        using var client = Client;
        var begun = await client.StartComparisonAsync(s_request with { Prompts = [.. Enumerable.Repeat(s_request.Prompts[0], 50)] });

        Assert.Equal("cancelled", (await client.StopComparisonAsync(begun.Id)).State);
        Assert.Contains((await client.ListComparisonsAsync()).Comparisons, one => one.Id == begun.Id);
        await client.StopComparisonAsync(begun.Id);

        Assert.Equal("comparison_not_found", (await Assert.ThrowsAsync<MultiLLMApiException>(() => client.GetComparisonAsync(begun.Id))).Code);
    }

    private static async Task<(IReadOnlyList<ComparisonInfo> Progress, ComparisonInfo Result)> RunAsync(MultiLLMClient client, ComparisonRequest request)
    {
        var begun = await client.StartComparisonAsync(request);
        var progress = new List<ComparisonInfo>();
        await foreach (var happened in client.FollowComparisonAsync(begun.Id))
        {
            if (happened.Result is { } result)
                return (progress, result);
            progress.Add(happened.Progress!);
        }
        throw new InvalidOperationException("It ended without a result.");
    }
}
