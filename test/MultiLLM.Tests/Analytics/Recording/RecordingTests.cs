using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Analytics.Recording;

/// <summary>Each way a request can end leaves the records it should, over real processes of the fake runner.</summary>
public sealed class RecordingTests
{
    [Fact]
    public async Task Chat_Answered_LeavesOneRecordWithTheRunnersNumbers()
    {
        await using var service = await TestService.StartAsync([("talker", "")]);

        var answer = await service.Chat.GetResponseAsync("hello, how are you today?");

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal((RequestOutcome.Ok, "talker", "auto", "stop"), (record.Outcome, record.ModelUsed, record.ModelAsked, record.FinishReason));
        Assert.Equal((answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount), (record.PromptTokens, record.CompletionTokens));
        Assert.Equal(("library", "chat", 1), (record.Endpoint, record.Task, record.Attempt));
        Assert.True(record.LoadSeconds > 0 && record.TimeToFirstTokenSeconds > 0 && record.TotalSeconds >= record.TimeToFirstTokenSeconds);
        Assert.NotNull(record.DecisionId);
        Assert.Null(record.Prompt);
    }

    [Fact]
    public async Task Chat_UnknownModel_LeavesARefusal()
    {
        await using var service = await TestService.StartAsync([("talker", "")]);

        await Assert.ThrowsAsync<MultiLLMException>(() => service.Chat.GetResponseAsync("hi", new ChatOptions { ModelId = "nobody" }));

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal((RequestOutcome.Refused, "model_not_found", "nobody", null), (record.Outcome, record.ErrorCode, record.ModelAsked, record.ModelUsed));
    }

    [Fact]
    public async Task Chat_RunnerCrashesOnce_LeavesTheAttemptAndTheAnswer()
    {
        await using var service = await TestService.StartAsync([("talker", "generate=crash-first;times=1")]);

        await service.Chat.GetResponseAsync("hi");

        var records = await RecordsAsync(service, 2);
        Assert.Equal(
            [(1, RequestOutcome.Superseded, "runner_crashed"), (2, RequestOutcome.Ok, null)],
            records.Select(record => (record.Attempt, record.Outcome, record.ErrorCode)));
        Assert.Single(records.Select(record => record.RequestId).Distinct());
        var figures = await SummaryAsync(service);
        Assert.Equal((1, 1, 1), (figures.Requests, figures.Succeeded, figures.Superseded));
    }

    [Fact]
    public async Task Chat_RunnerCrashesTwice_LeavesTheAttemptAndTheFailure()
    {
        await using var service = await TestService.StartAsync([("talker", "generate=crash-first;times=2")]);

        await Assert.ThrowsAsync<MultiLLMException>(() => service.Chat.GetResponseAsync("hi"));

        var records = await RecordsAsync(service, 2);
        Assert.Equal([RequestOutcome.Superseded, RequestOutcome.Failed], records.Select(record => record.Outcome));
        Assert.All(records, record => Assert.Equal(("runner_crashed", "talker"), (record.ErrorCode, record.ModelUsed)));
    }

    [Fact]
    public async Task Chat_CrashInTheMiddle_LeavesAFailureWithItsModel()
    {
        await using var service = await TestService.StartAsync([("talker", "generate=crash-mid;times=1")]);

        await Assert.ThrowsAsync<MultiLLMException>(() => service.Chat.GetResponseAsync("one two three"));

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal((RequestOutcome.Failed, "runner_crashed", "talker"), (record.Outcome, record.ErrorCode, record.ModelUsed));
        Assert.True(record.PromptTokens > 0 && record.TimeToFirstTokenSeconds > 0);
    }

    [Fact]
    public async Task Chat_ReaderLeaves_LeavesACancellation()
    {
        await using var service = await TestService.StartAsync([("talker", "tokens=1000;token_ms=5")]);

        await foreach (var _ in service.Chat.GetStreamingResponseAsync("hi"))
            break;

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal((RequestOutcome.Cancelled, null, "talker"), (record.Outcome, record.ErrorCode, record.ModelUsed));
    }

    [Fact]
    public async Task Chat_CallerCancels_LeavesACancellation()
    {
        await using var service = await TestService.StartAsync([("talker", "generate=hang")]);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.Chat.GetResponseAsync("hi", cancellationToken: enough.Token));

        Assert.Equal(RequestOutcome.Cancelled, Assert.Single(await RecordsAsync(service, 1)).Outcome);
    }

    [Fact]
    public async Task Chat_SeveralAnswersToOneRequest_LeaveOneRecordThatCountsThePromptOnce()
    {
        await using var service = await TestService.StartAsync([("talker", "tokens=5")]);
        var origin = new RequestOrigin
        {
            RequestId = "req-1",
            Endpoint = "/v1/chat/completions",
            Dialect = "openai",
            Time = TimeProvider.System.GetUtcNow(),
            Arrived = TimeProvider.System.GetTimestamp(),
            Answers = 3,
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i =>
            service.Chat.GetResponseAsync("one two three", new GenerationOptions { Origin = new AnswerOrigin(origin, CountsPrompt: i == 0) })));

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("req-1", "openai", 15), (record.RequestId, record.Dialect, record.CompletionTokens));
        Assert.Equal(answers[0].Usage!.InputTokenCount, record.PromptTokens);
    }

    [Fact]
    public async Task Embed_Texts_LeaveOneRecordWithTheirTokens()
    {
        await using var service = await TestService.StartAsync([("small-embed", "")]);

        var outcome = await service.Embeddings.EmbedAsync([new() { Text = "one two" }, new() { Text = "three" }], new(), CancellationToken.None);
        await Assert.ThrowsAsync<MultiLLMException>(() => service.Embeddings.EmbedAsync([new() { Text = "x" }], new() { ModelId = "nobody" }, CancellationToken.None));

        var records = await RecordsAsync(service, 2);
        Assert.Equal((RequestOutcome.Ok, "small-embed", "embedding"), (records[0].Outcome, records[0].ModelUsed, records[0].Task));
        Assert.Equal(outcome.Result.Vectors.Sum(vector => (long)vector.Tokens), records[0].PromptTokens);
        Assert.Equal((RequestOutcome.Refused, "model_not_found", "embedding"), (records[1].Outcome, records[1].ErrorCode, records[1].Task));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("small-embed")]
    public async Task Embed_ItsModelFails_TheRecordNamesIt(string? model)
    {
        await using var service = await TestService.StartAsync([("small-embed", "embed=crash;times=9")]);

        await Assert.ThrowsAsync<MultiLLMException>(() => service.Embeddings.EmbedAsync([new() { Text = "x" }], new() { ModelId = model }, CancellationToken.None));

        var record = (await RecordsAsync(service, 2))[^1];
        Assert.Equal((RequestOutcome.Failed, "runner_crashed", "small-embed"), (record.Outcome, record.ErrorCode, record.ModelUsed));
    }

    [Fact]
    public async Task Chat_ModelNamed_TheTaskIsRecordedAllTheSame()
    {
        await using var service = await TestService.StartAsync([("talker", "")]);

        await service.Chat.GetResponseAsync("Write a Python function that reverses a string.", new ChatOptions { ModelId = "talker" });
        await Assert.ThrowsAsync<MultiLLMException>(() => service.Chat.GetResponseAsync("Write a Python function that sorts a list.", new ChatOptions { ModelId = "nobody" }));

        var records = await RecordsAsync(service, 2);
        Assert.Equal(["code", "code"], records.Select(record => record.Task));
        Assert.Null(records[0].Preference);
    }

    [Fact]
    public async Task Chat_PromptsAreKept_OnlyRedacted()
    {
        await using var service = await TestService.StartAsync([("talker", "")], ("Analytics:KeepPrompts", "true"));

        await service.Chat.GetResponseAsync("I am anna@example.org");

        Assert.Equal("I am [email]", Assert.Single(await RecordsAsync(service, 1)).Prompt);
        Assert.DoesNotContain("anna@", File.ReadAllText(Path.Combine(service.Home, "analytics.db")) + ReadShared(Path.Combine(service.Home, "analytics.db-wal")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_RecordingIsOff_LeavesNothing()
    {
        await using var service = await TestService.StartAsync([("talker", "")], ("Analytics:Enabled", "false"));

        await service.Chat.GetResponseAsync("hi");

        Assert.False(File.Exists(Path.Combine(service.Home, "analytics.db")));
        Assert.False(service.Services.GetRequiredService<IAnalytics>().Recording.Enabled);
    }

    [Fact]
    public async Task Stop_RecordsThatWait_AreWritten()
    {
        await using var service = await TestService.StartAsync([("talker", "")], ("Analytics:FlushInterval", "00:00:30"));
        await service.Chat.GetResponseAsync("hi");

        await service.StopAsync();

        var recording = service.Services.GetRequiredService<IAnalytics>().Recording;
        Assert.Equal((1, 0, 0), (recording.Written, recording.Waiting, recording.Lost));
    }

    private static string ReadShared(string path)
    {
        if (!File.Exists(path))
            return "";
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static async Task<IReadOnlyList<RequestRecord>> RecordsAsync(TestService service, int count)
    {
        var analytics = service.Services.GetRequiredService<IAnalytics>();
        await Eventually.HoldsAsync(() => analytics.Recording.Written >= count, $"{count} records are written");
        var filter = new RecordFilter { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.MaxValue };
        return (await analytics.RequestsAsync(filter, null, ascending: true, 100, CancellationToken.None)).OrThrow();
    }

    private static async Task<Figures> SummaryAsync(TestService service)
    {
        var now = TimeProvider.System.GetUtcNow();
        var query = new FiguresQuery { From = now.AddHours(-1), To = now.AddMinutes(1) };
        return (await service.Services.GetRequiredService<IAnalytics>().SummarizeAsync(query, CancellationToken.None)).OrThrow().Total;
    }
}
