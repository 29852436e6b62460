using MultiLLM.Server.FunctionalTests.RealModels;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

/// <summary>The starter models' own counts, as their replies tell them, are what <c>/metrics</c> adds up.</summary>
public sealed class RealMetricsTests(RecordedService recorded) : IClassFixture<RecordedService>
{
    [Fact]
    public async Task Answers_OfTheStarterModels_AddUpToTheirUsage()
    {
        long prompt = 0, cached = 0, completion = 0, read = 0;
        double decode = 0;
        for (var i = 1; i <= 4; i++)
        {
            var reply = await recorded.Real.PostOkAsync(
                "/v1/chat/completions", $$"""{"model":"starter-chat","messages":[{"role":"user","content":"What is a network?"}],"max_tokens":{{5 * i}},"n":{{1 + (i % 2)}}}""");
            var usage = reply.GetProperty("usage");
            prompt += usage.GetProperty("prompt_tokens").GetInt64();
            cached += usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt64();
            completion += usage.GetProperty("completion_tokens").GetInt64();
            decode += reply.GetProperty("timings").GetProperty("decode_seconds").GetDouble() + reply.GetProperty("timings").GetProperty("prompt_seconds").GetDouble();
            read += (await recorded.Real.PostOkAsync("/v1/embeddings", """{"model":"starter-embed","input":["a dog","a cat"]}""")).GetProperty("usage").GetProperty("prompt_tokens").GetInt64();
        }

        MetricsText metrics = new("");
        await Eventually.TrueAsync(async () =>
            (metrics = new MetricsText(await recorded.Real.Service.Http.GetStringAsync("/metrics"))).Sum("multillm_requests_total", ("outcome", "ok")) == 8);

        Assert.Equal((prompt, cached, completion), (Tokens("input"), Tokens("cached"), Tokens("output")));
        Assert.Equal(read, metrics.Sum("multillm_tokens_total", ("model", "starter-embed"), ("type", "input")));
        Assert.Equal(decode, metrics.Sum("multillm_model_work_seconds_total", ("model", "starter-chat")), 1e-6);
        Assert.Equal(4, metrics.Sum("gen_ai_server_time_per_output_token_seconds_count", ("gen_ai_response_model", "starter-chat")));
        Assert.Equal(2, metrics.Sum("multillm_request_load_seconds_count"));
        Assert.True(metrics.Sum("multillm_model_memory_resident_bytes", ("model", "starter-chat")) > 10_000_000);

        long Tokens(string type) => (long)metrics.Sum("multillm_tokens_total", ("model", "starter-chat"), ("type", type));
    }
}
