using System.Text;
using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.FunctionalTests.Residency;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Analytics;

/// <summary>
/// However a request ends, at whatever endpoint, it leaves exactly one record, and one more for each attempt that another one took over. The models are real
/// processes that fail as told; of each prompt they count 7 tokens, 3 of them cached.
/// </summary>
public sealed class RecordedOutcomeTests
{
    private const string Patience = "00:00:00.400";

    private static readonly string[] s_text = ["/chat", "/v1/chat/completions", "/v1/completions"];
    private static readonly string[] s_vectors = ["/embeddings", "/search", "/v1/embeddings"];

    public static TheoryData<string, bool> Texts => [.. s_text.SelectMany(path => ((bool[])[false, true]).Select(stream => (path, stream)))];

    public static TheoryData<string> Everything => [.. s_text, .. s_vectors];

    public static TheoryData<string> Vectors => [.. s_vectors];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Length_AnswerThatIsCut_IsOkWithItsTokens(string path, bool stream)
    {
        await using var service = await StartAsync("one:tokens=9");

        await AskAsync(service, path, "one", stream, """ "max_tokens":4 """);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("ok", "length", path, stream), (record.Outcome, record.FinishReason, record.Endpoint, record.Stream));
        Assert.Equal((7L, 3L, 4L), (record.PromptTokens, record.CachedTokens, record.CompletionTokens));
        Assert.True(record.TimeToFirstTokenSeconds > 0 && record.TotalSeconds >= record.TimeToFirstTokenSeconds && record.LoadSeconds > 0, $"{record}");
    }

    [Theory]
    [InlineData("/v1/chat/completions", false)]
    [InlineData("/v1/chat/completions", true)]
    [InlineData("/v1/completions", true)]
    public async Task SeveralAnswers_AreOneRecordWhoseSharedPromptCountsOnce(string path, bool stream)
    {
        await using var service = await StartAsync("one:tokens=5");

        await AskAsync(service, path, "one", stream, """ "n":3 """);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal((7L, 3L, 15L, "ok", "stop"), (record.PromptTokens, record.CachedTokens, record.CompletionTokens, record.Outcome, record.FinishReason));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task LoadFails_IsAFailureOfThatModel(string path)
    {
        await using var service = await StartAsync("one:load=fail", "one-embed:load=fail");

        await AskAsync(service, path, ModelFor(path), stream: false);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("failed", "model_load_failed", ModelFor(path), path), (record.Outcome, record.ErrorCode, record.ModelUsed, record.Endpoint));
        Assert.Equal((0L, 0L, null), (record.PromptTokens, record.CompletionTokens, record.TimeToFirstTokenSeconds));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task UnknownModel_IsARefusalOfNoModel(string path)
    {
        await using var service = await StartAsync("one:");

        await AskAsync(service, path, "nobody", stream: false);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("refused", "model_not_found", "nobody", null), (record.Outcome, record.ErrorCode, record.ModelAsked, record.ModelUsed));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task PromptTooLong_IsARefusal(string path, bool stream)
    {
        await using var service = await StartAsync("one:generate=fail");

        await AskAsync(service, path, "one", stream);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("refused", "context_length_exceeded", "one", stream), (record.Outcome, record.ErrorCode, record.ModelUsed, record.Stream));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task CrashBeforeTheFirstToken_ThatASecondAttemptCures_IsASupersededAttemptAndAnAnswer(string path, bool stream)
    {
        await using var service = await StartAsync("one:generate=crash-first;times=1;tokens=5");

        await AskAsync(service, path, "one", stream);

        var records = await RecordsAsync(service, 2);
        Assert.Equal([("superseded", "runner_crashed", 1), ("ok", null, 2)], records.Select(record => (record.Outcome, record.ErrorCode, record.Attempt)));
        Assert.Equal(records[0].RequestId, records[1].RequestId);
        Assert.Equal((0L, 5L), (records[0].CompletionTokens, records[1].CompletionTokens));
        var total = (await service.GetOkAsync("/analytics/summary")).GetProperty("total");
        Assert.Equal((1, 1, 1), (total.GetProperty("requests").GetInt32(), total.GetProperty("succeeded").GetInt32(), total.GetProperty("failed_attempts").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task CrashBeforeTheFirstToken_AtEachAttempt_IsAFailure(string path, bool stream)
    {
        await using var service = await StartAsync("one:generate=crash-first");

        await AskAsync(service, path, "one", stream);

        Assert.Equal([("superseded", 1), ("failed", 2)], (await RecordsAsync(service, 2)).Select(record => (record.Outcome, record.Attempt)));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task CrashInTheMiddle_IsAFailureWithWhatWasDelivered(string path, bool stream)
    {
        await using var service = await StartAsync("one:generate=crash-mid;tokens=5");

        await AskAsync(service, path, "one", stream);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("failed", "runner_crashed", "one", 1L, 7L), (record.Outcome, record.ErrorCode, record.ModelUsed, record.CompletionTokens, record.PromptTokens));
        Assert.True(record.TimeToFirstTokenSeconds > 0 && record.FinishReason is null, $"{record}");
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task CrashOfAnEmbedding_IsASupersededAttemptAndAFailure(string path)
    {
        await using var service = await StartAsync("one-embed:embed=crash");

        await AskAsync(service, path, "one-embed", stream: false);

        Assert.Equal(
            [("superseded", "runner_crashed", "embedding"), ("failed", "runner_crashed", "embedding")],
            (await RecordsAsync(service, 2)).Select(record => (record.Outcome, record.ErrorCode, record.Task)));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task Embedding_IsOkWithItsTokens(string path)
    {
        await using var service = await StartAsync("one-embed:");

        await AskAsync(service, path, "one-embed", stream: false);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("ok", 2L, "embedding"), (record.Outcome, record.PromptTokens, record.Task)); // two texts of one token each
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Silence_BeforeTheFirstToken_IsATimeout(string path, bool stream)
    {
        await using var service = await StartAsync([("FirstOutputTimeout", Patience)], "one:generate=hang");

        await AskAsync(service, path, "one", stream);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("failed", "timeout", "one", 0L), (record.Outcome, record.ErrorCode, record.ModelUsed, record.CompletionTokens));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Silence_InTheMiddle_IsATimeoutWithWhatWasDelivered(string path, bool stream)
    {
        await using var service = await StartAsync([("StreamIdleTimeout", Patience)], "one:generate=hang-mid;tokens=5");

        await AskAsync(service, path, "one", stream);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("failed", "timeout", 1L), (record.Outcome, record.ErrorCode, record.CompletionTokens));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task CallerLeaves_BeforeTheFirstToken_IsACancellation(string path, bool stream)
    {
        await using var service = await StartAsync("one:generate=hang");
        await service.PostOkAsync("/models/one/load", "");
        using var leave = new CancellationTokenSource();
        var asking = service.Service.PostAsync(path, Encoding.UTF8.GetBytes(Body(path, "one", stream)), HttpCompletionOption.ResponseHeadersRead, leave.Token);
        await Eventually.TrueAsync(() => service.Residency.Snapshot.Find("one") is { InFlight: 1 });

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("cancelled", null, 0L, null), (record.Outcome, record.ErrorCode, record.CompletionTokens, record.TimeToFirstTokenSeconds));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task CallerLeaves_InTheMiddle_IsACancellationWithWhatWasDelivered(string path, bool stream)
    {
        await using var service = await StartAsync("one:tokens=10000;token_ms=5");
        await service.PostOkAsync("/models/one/load", "");
        using var leave = new CancellationTokenSource();
        var asking = service.Service.PostAsync(
            path, Encoding.UTF8.GetBytes(Body(path, "one", stream, """ "max_tokens":9000 """)), HttpCompletionOption.ResponseHeadersRead, leave.Token);
        if (stream)
        {
            using var response = await asking;
            await (await response.Content.ReadAsStreamAsync(CancellationToken.None)).ReadExactlyAsync(new byte[600], CancellationToken.None);
            await leave.CancelAsync();
        }
        else
        {
            await Eventually.TrueAsync(() => service.Residency.Snapshot.Find("one") is { InFlight: 1 });
            await Task.Delay(TimeSpan.FromMilliseconds(300)); // a dozen tokens at least
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        }

        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal(("cancelled", "one", null, stream), (record.Outcome, record.ModelUsed, record.FinishReason, record.Stream));
        Assert.InRange(record.CompletionTokens, 2, 2000);
        Assert.True(record.DecodeSeconds > 0 && record.TotalSeconds >= record.TimeToFirstTokenSeconds + record.DecodeSeconds - 0.05, $"{record}");
        Assert.Equal((record.CompletionTokens - 1) / record.DecodeSeconds!.Value, record.TokensPerSecond!.Value, 1e-6);
    }

    [Fact]
    public async Task Fallback_ToAnotherModel_IsASupersededAttemptOfTheFirstAndAnAnswerOfTheOther()
    {
        await using var service = await StartAsync("a:load=fail", "b:tokens=5");

        await AskAsync(service, "/chat", "auto", stream: false);

        var records = await RecordsAsync(service, 2);
        Assert.Equal([("superseded", "a", "model_load_failed"), ("ok", "b", null)], records.Select(record => (record.Outcome, record.ModelUsed, record.ErrorCode)));
        Assert.All(records, record => Assert.Equal(("auto", "chat"), (record.ModelAsked, record.Task)));
    }

    private static string ModelFor(string path) => s_vectors.Contains(path) ? "one-embed" : "one";

    private static Task<ScriptedService> StartAsync(params string[] models) => StartAsync([], models);

    private static Task<ScriptedService> StartAsync((string, string)[] settings, params string[] models) =>
        ScriptedService.StartAsync(models, [("Analytics:FlushInterval", "00:00:00.020"), .. settings]);

    /// <summary>To the end, whatever it is.</summary>
    private static async Task AskAsync(ScriptedService service, string path, string model, bool stream, string? more = null)
    {
        using var response = await service.Service.PostAsync(path, Body(path, model, stream, more), HttpCompletionOption.ResponseHeadersRead);
        try
        {
            await response.Content.ReadAsStringAsync();
        }
        catch (HttpRequestException)
        {
            // a stream in OpenAI's dialect that fails is broken off
        }
    }

    private static string Body(string path, string model, bool stream, string? more = null)
    {
        var fields = path switch
        {
            "/chat" => $$""" "model_id":"{{model}}","message":"hello there" """,
            "/v1/chat/completions" => $$""" "model":"{{model}}","messages":[{"role":"user","content":"hello there"}] """,
            "/v1/completions" => $$""" "model":"{{model}}","prompt":"hello there" """,
            "/embeddings" => $$""" "model_id":"{{model}}","texts":["a","b"] """,
            "/search" => $$""" "model_id":"{{model}}","query":"a","documents":["b"] """,
            _ => $$""" "model":"{{model}}","input":["a","b"] """,
        };
        return $"{{{fields}{(stream ? ",\"stream\":true" : "")}{(more is null ? "" : "," + more)}}}";
    }

    /// <summary>In the order they were written: as many as expected, and no more a moment later.</summary>
    private static async Task<IReadOnlyList<RequestInfo>> RecordsAsync(ScriptedService service, int expected)
    {
        await Eventually.TrueAsync(async () => (await ReadAsync()).Count >= expected);
        await Task.Delay(TimeSpan.FromMilliseconds(80)); // longer than a record takes to be written
        var records = await ReadAsync();
        Assert.Equal(expected, records.Count);
        return records;

        async Task<IReadOnlyList<RequestInfo>> ReadAsync() =>
            [.. (await service.GetOkAsync("/analytics/requests")).Deserialize(ApiJsonContext.Default.RequestPage)!.Requests.Reverse()];
    }
}
