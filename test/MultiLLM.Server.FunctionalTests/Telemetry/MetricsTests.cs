using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

/// <summary><c>/metrics</c> tells what happened, and no more than it should.</summary>
public sealed class MetricsTests(WatchedService watched) : IClassFixture<WatchedService>
{
    [Fact]
    public async Task Answers_AgreeWithWhatTheirRepliesTold()
    {
        var metrics = await watched.MetricsAsync();

        Assert.Equal(watched.Answers, metrics.Sum("multillm_requests_total", ("model", "good"), ("outcome", "ok")));
        Assert.Equal(watched.Usage.Prompt, metrics.Sum("multillm_tokens_total", ("model", "good"), ("type", "input")));
        Assert.Equal(watched.Usage.Completion, metrics.Sum("multillm_tokens_total", ("model", "good"), ("type", "output")));
        Assert.Equal(watched.Usage.Completion, metrics.Sum("gen_ai_client_token_usage_sum", ("gen_ai_response_model", "good"), ("gen_ai_token_type", "output")));
        Assert.Equal(watched.Answers, metrics.Sum("gen_ai_server_request_duration_seconds_count", ("gen_ai_response_model", "good")));
        Assert.Equal(watched.Answers, metrics.Sum("gen_ai_server_time_to_first_token_seconds_count", ("gen_ai_response_model", "good")));
        Assert.Equal(watched.Answers, metrics.Sum("multillm_request_queue_seconds_count", ("model", "good")));
        Assert.Equal(1, metrics.Sum("gen_ai_server_request_duration_seconds_count", ("gen_ai_operation_name", "embeddings")));
    }

    [Fact]
    public async Task FailuresAndTheirLike_AreTold()
    {
        var metrics = await watched.MetricsAsync();

        Assert.Equal(3, metrics.Sum("multillm_requests_total", ("model", "never"), ("outcome", "failed")));
        Assert.Equal(3, metrics.Sum("multillm_request_errors_total", ("model", "never"), ("error_type", "model_load_failed")));
        Assert.Equal(2, metrics.Sum("multillm_model_loads_total", ("model", "never"), ("result", "failed")));
        Assert.Equal(1, metrics.Sum("multillm_request_errors_total", ("model", "dies"), ("error_type", "runner_crashed")));
        Assert.Equal(1, metrics.Sum("multillm_model_crashes_total", ("model", "dies")));
        Assert.Equal(1, metrics.Sum("multillm_request_fallbacks_total", ("model", "once"), ("error_type", "runner_crashed")));
        Assert.Equal(1, metrics.Sum("multillm_requests_total", ("model", "once")));
        Assert.Equal(1, metrics.Sum("multillm_requests_total", ("model", "slow"), ("outcome", "cancelled")));
    }

    [Fact]
    public async Task Residency_IsTold()
    {
        var metrics = await watched.MetricsAsync();

        Assert.Equal(1, metrics.Sum("multillm_model_evictions_total", ("model", "good"), ("reason", "room")));
        Assert.Equal(1, metrics.Sum("multillm_model_age_at_eviction_seconds_count", ("model", "good")));
        Assert.Equal(1, metrics.Sum("multillm_model_load_duration_seconds_count", ("model", "good")));
        Assert.Equal(1, metrics.Sum("multillm_models", ("state", "ready")));
        Assert.Equal(1, metrics.Sum("multillm_models_limit"));
        Assert.True(metrics.Sum("multillm_model_memory_predicted_bytes", ("model", "slow")) > 0);
        Assert.True(metrics.Sum("multillm_memory_budget_bytes", ("host", "local")) > 0);
        Assert.True(metrics.Sum("multillm_events_total", ("kind", "model.loaded")) >= 5);
        Assert.Equal(0, metrics.Sum("multillm_recording_lost_total"));
        Assert.True(metrics.Sum("multillm_recording_written_total") >= watched.Answers);
    }

    [Fact]
    public async Task NamesThatCallersInvent_MakeNoLabels()
    {
        var metrics = await watched.MetricsAsync();

        foreach (var label in (string[])["model", "gen_ai_request_model", "gen_ai_response_model"])
            Assert.DoesNotContain(metrics.ValuesOf(label), value => value.Contains("invented"));
        Assert.Equal(WatchedService.InventedNames, metrics.Sum("gen_ai_server_request_duration_seconds_count", ("gen_ai_request_model", "other")));
        Assert.DoesNotContain(metrics.ValuesOf("http_route"), value => value.Contains("invented"));
    }

    [Fact]
    public async Task Paths_NobodyServes_MakeNoLabels()
    {
        for (var i = 0; i < 20; i++)
            (await watched.Service.Http.GetAsync($"/nowhere/{i}")).Dispose();

        var metrics = await watched.MetricsAsync(m => m.Sum("http_server_request_duration_seconds_count", ("http_response_status_code", "404")) >= 20);
        Assert.DoesNotContain(metrics.ValuesOf("http_route"), value => value.Contains("nowhere"));
    }

    [Fact]
    public async Task Page_OnlyGet_AndNotWhereItIsOff()
    {
        using var posted = await watched.Service.PostAsync("/metrics", "{}");
        await using var off = await TestService.StartAsync("--MultiLLM:Telemetry:Metrics", "false");
        using var absent = await off.Http.GetAsync("/metrics");

        Assert.Equal((405, 404), ((int)posted.StatusCode, (int)absent.StatusCode));
    }

    /// <summary>Meters of one process are told apart: what this other service did is not among the figures of ours, nor ours among its.</summary>
    [Fact]
    public async Task TwoServicesInOneProcess_CountApart()
    {
        await using var other = await Residency.ScriptedService.StartAsync(["lonely:"]);
        await other.PostOkAsync("/chat", """{"model_id":"lonely","message":"x"}""");

        var text = "";
        await Eventually.TrueAsync(async () => (text = await other.Service.Http.GetStringAsync("/metrics")).Contains("\"lonely\""));
        var metrics = await watched.MetricsAsync();

        Assert.Equal(1, new MetricsText(text).Sum("multillm_requests_total"));
        Assert.DoesNotContain("lonely", metrics.ValuesOf("model"));
    }
}
