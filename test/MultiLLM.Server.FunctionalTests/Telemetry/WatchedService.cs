using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Residency;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

/// <summary>
/// A service to which everything happened that its metrics tell of: answers in both dialects, embeddings, a caller that left, refusals, a failure, a second attempt, a crash,
/// models that made room for each other. One model is in memory at a time.
/// </summary>
public sealed class WatchedService : IAsyncLifetime
{
    public const int InventedNames = 40;

    private ScriptedService _scripted = null!;

    /// <summary>Sums of the usage that the answers told.</summary>
    internal (long Prompt, long Completion) Usage { get; private set; }

    /// <summary>Answers of "good".</summary>
    internal int Answers { get; private set; }

    internal TestService Service => _scripted.Service;

    public async ValueTask InitializeAsync()
    {
        _scripted = await ScriptedService.StartAsync(
            ["good:decode_ms=40", "slow:tokens=400;token_ms=20", "once:generate=crash-first;times=1", "never:load=fail", "dies:generate=crash-mid", "some-embed:"],
            ("MaxConcurrentModels", "1"));
        for (var i = 0; i < 3; i++)
        {
            Count(await _scripted.PostOkAsync("/v1/chat/completions", """{"model":"good","messages":[{"role":"user","content":"one two three"}]}"""), "usage", "prompt_tokens", "completion_tokens");
            Count(await _scripted.PostOkAsync("/chat", """{"model_id":"good","message":"one two"}"""), "tokens", "prompt", "completion");
        }
        await _scripted.PostOkAsync("/v1/embeddings", """{"model":"some-embed","input":"a dog"}""");
        await _scripted.PostOkAsync("/chat", """{"model_id":"once","message":"x y"}""");
        await _scripted.RefusedAsync("/chat", """{"model_id":"never","message":"x"}""");
        await _scripted.RefusedAsync("/chat", """{"model_id":"never","message":"x"}""");
        await _scripted.RefusedAsync("/chat", """{"model_id":"never","message":"x"}"""); // backs off: refused without a try
        await Service.BrokenOffEventsAsync("/v1/chat/completions", """{"model":"dies","messages":[{"role":"user","content":"one two three four five six"}],"stream":true}""");
        await LeaveAsync();
        for (var i = 0; i < InventedNames; i++)
            await _scripted.RefusedAsync("/chat", $$"""{"model_id":"invented-{{i}}","message":"x"}""");
    }

    public ValueTask DisposeAsync() => _scripted.DisposeAsync();

    /// <summary>A reply may come from up to 300 ms ago.</summary>
    internal async Task<MetricsText> MetricsAsync(Func<MetricsText, bool> until)
    {
        MetricsText? metrics = null;
        await Eventually.TrueAsync(async () => until(metrics = new MetricsText(await Service.Http.GetStringAsync("/metrics"))));
        return metrics!;
    }

    /// <summary>When all that happened is in.</summary>
    internal Task<MetricsText> MetricsAsync() => MetricsAsync(metrics => metrics.Sum("multillm_requests_total", ("outcome", "cancelled")) == 1
        && metrics.Sum("multillm_model_crashes_total") > 0 && metrics.Sum("multillm_requests_total", ("model", "none")) == InventedNames);

    private async Task LeaveAsync()
    {
        using var abort = new CancellationTokenSource();
        var body = """{"model":"slow","messages":[{"role":"user","content":"x"}],"stream":true}"""u8.ToArray();
        using var response = await Service.PostAsync("/v1/chat/completions", body, HttpCompletionOption.ResponseHeadersRead, abort.Token);
        await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[16]);
        await abort.CancelAsync();
    }

    private void Count(JsonElement reply, string part, string prompt, string completion)
    {
        var usage = reply.GetProperty(part);
        Usage = (Usage.Prompt + usage.GetProperty(prompt).GetInt64(), Usage.Completion + usage.GetProperty(completion).GetInt64());
        Answers++;
    }
}
