using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.FunctionalTests.Support;
using Parquet;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>Each dialect and outcome leaves exactly one record, with the numbers that its answer told.</summary>
public sealed class AnalyticsTests(RecordedService recorded) : IClassFixture<RecordedService>
{
    private const string OpenAIChat = "\"model\":\"starter-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"What is machine learning?\"}],\"max_tokens\":12,\"temperature\":0";
    private const string Completion = "\"model\":\"starter-chat\",\"max_tokens\":6";
    private const string OwnChat = "\"model_id\":\"starter-chat\",\"message\":\"What is a network?\",\"max_tokens\":9";

    private TestService Service => recorded.Real.Service;

    [Theory]
    [InlineData("/v1/chat/completions", OpenAIChat, "openai")]
    [InlineData("/v1/chat/completions", OpenAIChat + ",\"n\":3", "openai")]
    [InlineData("/v1/completions", Completion + ",\"prompt\":\"Once upon a time\"", "openai")]
    [InlineData("/v1/completions", Completion + ",\"prompt\":[\"Once upon\",\"A network is\"],\"n\":2", "openai")]
    [InlineData("/chat", OwnChat, "own")]
    public async Task Answer_Whole_LeavesItsUsage(string path, string fields, string dialect)
    {
        var answer = default(JsonElement);
        var record = Assert.Single(await recorded.RecordsOfAsync(1, async () => answer = await recorded.Real.PostOkAsync(path, $"{{{fields}}}")));

        var usage = dialect == "own" ? Tokens(answer.GetProperty("tokens"), "prompt", "cached", "completion") : Usage(answer.GetProperty("usage"));
        Assert.Equal(usage, (record.PromptTokens, record.CachedTokens, record.CompletionTokens));
        Assert.Equal((path, dialect, "ok", false), (record.Endpoint, record.Dialect, record.Outcome, record.Stream));
        Assert.Equal(("starter-chat", "starter-chat", 1), (record.ModelAsked, record.ModelUsed, record.Attempt));
        var timings = answer.GetProperty("timings");
        Assert.Equal(timings.GetProperty("queue_seconds").GetDouble(), record.QueueSeconds!.Value, 1e-9);
        Assert.Equal(timings.GetProperty("prompt_seconds").GetDouble(), record.PromptSeconds!.Value, 1e-9);
        Assert.Equal(timings.GetProperty("decode_seconds").GetDouble(), record.DecodeSeconds!.Value, 1e-9);
        Assert.Equal(timings.GetProperty("time_to_first_token_seconds").GetDouble(), record.TimeToFirstTokenSeconds!.Value, 0.05);
        Assert.Equal(timings.TryGetProperty("tokens_per_second", out var speed) ? speed.GetDouble() : null, record.TokensPerSecond);
    }

    [Theory]
    [InlineData("/v1/chat/completions", OpenAIChat)]
    [InlineData("/v1/chat/completions", OpenAIChat + ",\"n\":2")]
    [InlineData("/v1/completions", Completion + ",\"prompt\":\"Once upon a time\"")]
    public async Task Answer_Streamed_LeavesItsUsage(string path, string fields)
    {
        IReadOnlyList<string> events = [];
        var record = Assert.Single(await recorded.RecordsOfAsync(1, async () =>
            events = await Service.EventsAsync(path, $$$"""{{{{fields}}},"stream":true,"stream_options":{"include_usage":true}}""")));

        Assert.Equal(Usage(JsonDocument.Parse(events[^2]).RootElement.GetProperty("usage")), (record.PromptTokens, record.CachedTokens, record.CompletionTokens));
        Assert.Equal((path, "ok", true), (record.Endpoint, record.Outcome, record.Stream));
    }

    [Fact]
    public async Task Answer_OwnStream_LeavesItsUsage()
    {
        IReadOnlyList<string> events = [];
        var record = Assert.Single(await recorded.RecordsOfAsync(1, async () => events = await Service.EventsAsync("/chat", $$"""{{{OwnChat}},"stream":true}""")));

        var reply = JsonDocument.Parse(events[^1]).RootElement.GetProperty("reply");
        Assert.Equal(Tokens(reply.GetProperty("tokens"), "prompt", "cached", "completion"), (record.PromptTokens, record.CachedTokens, record.CompletionTokens));
        Assert.Equal(reply.GetProperty("finish_reason").GetString(), record.FinishReason);
        Assert.True(record.Stream);
    }

    [Theory]
    [InlineData("/v1/embeddings", """{"model":"starter-embed","input":["a dog","a puppy"]}""", "openai")]
    [InlineData("/embeddings", """{"model_id":"starter-embed","texts":["a dog","a puppy"]}""", "own")]
    [InlineData("/search", """{"model_id":"starter-embed","query":"pet","documents":["a dog","a car"]}""", "own")]
    public async Task Embedding_LeavesOneRecord(string path, string body, string dialect)
    {
        var answer = default(JsonElement);
        var record = Assert.Single(await recorded.RecordsOfAsync(1, async () => answer = await recorded.Real.PostOkAsync(path, body)));

        Assert.Equal((path, dialect, "ok", "embedding", "starter-embed"), (record.Endpoint, record.Dialect, record.Outcome, record.Task, record.ModelUsed));
        if (path != "/search")
            Assert.Equal(dialect == "own" ? answer.GetProperty("tokens").GetInt64() : answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt64(), record.PromptTokens);
        Assert.True(record.PromptTokens > 0 && record.PromptSeconds > 0);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"nobody","messages":[{"role":"user","content":"hi"}]}""", "model_not_found")]
    [InlineData("/chat", """{"model_id":"starter-embed","message":"hi"}""", "model_kind_mismatch")]
    [InlineData("/v1/embeddings", """{"model":"starter-chat","input":"hi"}""", "model_kind_mismatch")]
    public async Task Refusal_LeavesOneRecordWithItsCode(string path, string body, string code)
    {
        var record = Assert.Single(await recorded.RecordsOfAsync(1, () => recorded.Real.PostRefusedAsync(path, body)));

        Assert.Equal(("refused", code, path), (record.Outcome, record.ErrorCode, record.Endpoint));
    }

    [Fact]
    public async Task ClientThatLeaves_LeavesACancellation()
    {
        var record = Assert.Single(await recorded.RecordsOfAsync(1, async () =>
        {
            using var response = await Service.PostAsync(
                "/v1/chat/completions", $$"""{"model":"starter-chat","messages":[{"role":"user","content":"Tell a long story."}],"stream":true}""",
                HttpCompletionOption.ResponseHeadersRead);
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[16]);
        }));

        Assert.Contains(record.Outcome, (string[])["cancelled", "ok"]); // a short answer may be over before
        Assert.Equal("starter-chat", record.ModelUsed);
    }

    [Fact]
    public async Task Queries_AgreeWithTheRecords()
    {
        await recorded.RecordsOfAsync(1, () => recorded.Real.PostOkAsync("/chat", $"{{{OwnChat}}}"));
        var records = (await recorded.RecordsAsync()).Where(record => record.Outcome != "superseded").ToList();

        var (_, summary) = await Service.GetJsonAsync("/analytics/summary?since=1d");
        Assert.Equal(records.Count, summary.GetProperty("total").GetProperty("requests").GetInt32());
        Assert.Equal(records.Sum(record => record.CompletionTokens), summary.GetProperty("total").GetProperty("completion_tokens").GetInt64());
        Assert.Equal(records.Count(record => record.Outcome == "ok"), summary.GetProperty("total").GetProperty("latency_seconds").GetProperty("count").GetInt32());
        var chat = summary.GetProperty("groups").EnumerateArray().Single(group => group.GetProperty("name").GetString() == "starter-chat");
        Assert.True(chat.GetProperty("held_bytes").GetInt64() > 1_000_000);

        var (_, model) = await Service.GetJsonAsync("/analytics/models/STARTER-CHAT?since=1d");
        Assert.Equal(records.Count(record => record.ModelUsed == "starter-chat"), model.GetProperty("total").GetProperty("requests").GetInt32());

        var (_, trend) = await Service.GetJsonAsync("/analytics/trends?metric=completion_tokens&bucket=hour&since=24h&tz=Asia/Kolkata");
        var points = trend.GetProperty("series")[0].GetProperty("points").EnumerateArray().ToList();
        Assert.InRange(points.Count, 24, 26);
        Assert.Equal(records.Sum(record => record.CompletionTokens), points.Sum(point => (long)point.GetProperty("value").GetDouble()));

        var (_, compared) = await Service.GetJsonAsync("/analytics/compare?models=starter-embed,starter-chat");
        Assert.Equal(["starter-embed", "starter-chat"], compared.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Efficiency_StarterModels_AreJudgedByWhatIsAskedAndWhatTheyHold()
    {
        await recorded.RecordsOfAsync(1, () => recorded.Real.PostOkAsync("/chat", """{"message":"Reverse a string in Python","max_tokens":8}"""));

        var (status, report) = await Service.GetJsonAsync("/analytics/efficiency");

        Assert.Equal(200, status);
        var models = report.GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("model_id").GetString()!);
        Assert.Equal(["starter-chat", "starter-code"], models.Keys.Order());
        var code = models["starter-code"];
        Assert.True(code.GetProperty("measured").GetBoolean() && code.GetProperty("loaded").GetBoolean());
        Assert.True(code.GetProperty("bytes").GetInt64() > 1_000_000 && code.GetProperty("idle_hours").GetDouble() < 1 && code.GetProperty("best_share").GetDouble() > 0);
        Assert.Equal(code.GetProperty("quality").GetDouble() / code.GetProperty("seconds_per_answer").GetDouble(), code.GetProperty("quality_per_second").GetDouble(), 0.01 * code.GetProperty("quality_per_second").GetDouble());
        Assert.Equal(1, code.GetProperty("tasks").EnumerateArray().Sum(task => task.GetProperty("share").GetDouble()), 1e-9);
        Assert.NotEmpty(report.GetProperty("advice").GetString()!);
    }

    [Fact]
    public async Task Export_EachFormat_HoldsEveryRecord()
    {
        await recorded.RecordsOfAsync(1, () => recorded.Real.PostRefusedAsync("/chat", """{"model_id":"=1+1,\"x\"","message":"hi"}"""));
        var records = await recorded.RecordsAsync();

        var csv = (await Service.Http.GetStringAsync("/analytics/export?format=csv")).TrimEnd().Split("\r\n");
        Assert.Equal(records.Count + 1, csv.Length);
        Assert.Contains(csv, line => line.Contains("\"'=1+1,\"\"x\"\"\"", StringComparison.Ordinal));

        var lines = (await Service.Http.GetStringAsync("/analytics/export?format=ndjson")).TrimEnd().Split('\n');
        Assert.Equal(records.Select(record => record.RequestId).Order(), lines.Select(line => JsonSerializer.Deserialize(line, ApiJsonContext.Default.RequestInfo)!.RequestId).Order());

        var parquet = new MemoryStream(await Service.Http.GetByteArrayAsync("/analytics/export?format=parquet"));
        await using var reader = await ParquetReader.CreateAsync(parquet);
        using var group = reader.OpenRowGroupReader(0);
        var tokens = new long[records.Count];
        await group.ReadAsync<long>(reader.Schema.FindDataField("completion_tokens"), tokens);
        Assert.Equal(records.Sum(record => record.CompletionTokens), tokens.Sum());
    }

    private static (long, long, long) Usage(JsonElement usage)
    {
        var cached = usage.TryGetProperty("prompt_tokens_details", out var details) ? details.GetProperty("cached_tokens").GetInt64() : 0;
        return (usage.GetProperty("prompt_tokens").GetInt64(), cached, usage.GetProperty("completion_tokens").GetInt64());
    }

    private static (long, long, long) Tokens(JsonElement tokens, string prompt, string cached, string completion) =>
        (tokens.GetProperty(prompt).GetInt64(), tokens.GetProperty(cached).GetInt64(), tokens.GetProperty(completion).GetInt64());
}
