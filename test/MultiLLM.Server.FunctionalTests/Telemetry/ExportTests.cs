using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MultiLLM.Server.FunctionalTests.RealModels;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

/// <summary>The shipped service with the starter models sends traces, metrics and logs to a collector.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string CallersSpan = "00f067aa0ba902b7";

    private OtlpReceiver _collector = null!;
    private ShippedService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpReceiver.StartAsync();
        _service = await ShippedService.StartAsync(
            null, ("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Request_WithACallersTrace_HasOneTraceWhoseSumsAgreeWithTheReply()
    {
        var (headers, reply) = await AskAsync();
        await Eventually.TrueAsync(() => Of("POST ").Any(), seconds: 20);

        var http = Of("POST ").Single();
        Assert.Equal(CallersSpan, http.ParentId);
        Assert.Equal("POST /v1/chat/completions", http.Name);
        var chat = Below(http).Single(span => span.Name == "chat starter-chat");
        Assert.Equal(["multillm.generate", "multillm.load", "multillm.select"], Names(Below(chat)));
        var generate = Below(chat).Single(span => span.Name == "multillm.generate");
        Assert.Equal(["multillm.decode", "multillm.prompt", "multillm.queue"], Names(Below(generate)));

        var timings = reply.GetProperty("timings");
        foreach (var (span, timing) in (ReadOnlySpan<(string, string)>)[("multillm.queue", "queue_seconds"), ("multillm.prompt", "prompt_seconds"), ("multillm.decode", "decode_seconds")])
            Assert.Equal(timings.GetProperty(timing).GetDouble(), Of(span).Single().Seconds, 1e-5);
        Assert.Equal(timings.GetProperty("load_seconds").GetDouble(), Of("multillm.load").Single().Seconds, 0.1);
        Assert.True(Below(generate).Sum(span => span.Seconds) <= generate.Seconds + 0.05);
        Assert.True(generate.Seconds + Of("multillm.load").Single().Seconds <= chat.Seconds + 0.05 && chat.Seconds <= http.Seconds + 0.05);
        Assert.Contains("model.loaded", Of("multillm.load").Single().Events);

        var usage = reply.GetProperty("usage");
        Assert.Equal(usage.GetProperty("prompt_tokens").GetRawText(), chat.Attributes["gen_ai.usage.input_tokens"]);
        Assert.Equal(usage.GetProperty("completion_tokens").GetRawText(), chat.Attributes["gen_ai.usage.output_tokens"]);
        Assert.Equal("callers-id", chat.Attributes["multillm.request.id"]);
        Assert.DoesNotContain(_collector.Spans, span => span.Attributes.Values.Any(value => value.Contains("secret")));

        Assert.Equal((TraceId, "callers-id"), (headers.GetValues("x-trace-id").Single(), headers.GetValues("x-request-id").Single()));
        Assert.Contains(_service.Output, line => line.Contains("POST /v1/chat/completions 200", StringComparison.Ordinal) && line.EndsWith($"[callers-id {TraceId}]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MetricsAndLogs_AreSentToo()
    {
        await AskAsync();

        await Eventually.TrueAsync(() => _collector.LogTraceIds.Contains(TraceId), seconds: 20);
        foreach (var name in (string[])["gen_ai.server.request.duration", "multillm.models", "http.server.request.duration"])
            await Eventually.TrueAsync(() => _collector.MetricNames.Contains(name), seconds: 20);
    }

    [Fact]
    public async Task Collector_ThatIsNotThere_IsToldOnceAndCostsNoAnswer()
    {
        await using var service = await ShippedService.StartAsync(
            null, ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "50"), ("OTEL_LOGS_EXPORTER", "none"));

        await service.AskAsync("starter-embed");
        await Eventually.TrueAsync(() => Complaints(service) > 0, seconds: 20);
        await service.AskAsync("starter-embed");
        await Task.Delay(TimeSpan.FromMilliseconds(300));

        Assert.Equal(1, Complaints(service));
    }

    private static int Complaints(ShippedService service) => service.Output.Count(line => line.Contains("Telemetry could not be exported", StringComparison.Ordinal));

    private async Task<(HttpResponseHeaders Headers, JsonElement Reply)> AskAsync()
    {
        using var http = new HttpClient { BaseAddress = _service.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent("""{"model":"starter-chat","messages":[{"role":"user","content":"What is a secret?"}],"max_tokens":12}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("traceparent", $"00-{TraceId}-{CallersSpan}-01");
        request.Headers.Add("x-request-id", "callers-id");
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (response.Headers, await TestService.JsonOf(response));
    }

    private IEnumerable<OtlpSpan> Of(string name) => _collector.Spans.Where(span => span.TraceId == TraceId && span.Name.StartsWith(name, StringComparison.Ordinal));

    private List<OtlpSpan> Below(OtlpSpan parent) => [.. Of("").Where(span => span.ParentId == parent.SpanId)];

    private static IEnumerable<string> Names(IEnumerable<OtlpSpan> spans) => spans.Select(span => span.Name).Order(StringComparer.Ordinal);
}
