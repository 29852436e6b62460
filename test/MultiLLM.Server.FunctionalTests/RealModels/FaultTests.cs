using System.Diagnostics;
using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

[Collection(nameof(RealModelCollection))]
public sealed class FaultTests(RealService real)
{
    private const string LongAnswer = """ "model":"starter-chat","messages":[{"role":"user","content":"What is machine learning?"}],"ignore_eos":true,"max_tokens":480 """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_ClientLeaves_ModelIsIdleSoon(bool stream)
    {
        await real.PostOkAsync("/models/starter-chat/load", "");
        using var abort = new CancellationTokenSource();
        var request = real.Service.PostAsync(
            "/v1/chat/completions", System.Text.Encoding.UTF8.GetBytes($$"""{{{LongAnswer}},"stream":{{(stream ? "true" : "false")}}}"""),
            HttpCompletionOption.ResponseHeadersRead, abort.Token);
        await UntilAsync(1);

        await abort.CancelAsync();
        if (stream && request.IsCompletedSuccessfully)
            (await request).Dispose();
        await UntilAsync(0);

        await Eventually.TrueAsync(async () =>
            await LastRequestAsync() is { } record && record.Stream == stream && record.Outcome == "cancelled" && record.CompletionTokens < 480);
        await ((Task)request).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task Chat_RunnerIsKilledInTheMiddle_StreamBreaksOffAndTheNextRequestWorks()
    {
        await real.PostOkAsync("/models/starter-chat/load", "");
        await real.PostOkAsync("/models/starter-embed/load", "");
        var other = (await real.ModelAsync("starter-embed")).GetProperty("loaded").GetProperty("process_id").GetInt32();

        var events = await real.Service.BrokenOffEventsAsync("/v1/chat/completions", $$"""{{{LongAnswer}},"stream":true}""", async () =>
        {
            using var runner = Process.GetProcessById((await real.ModelAsync("starter-chat")).GetProperty("loaded").GetProperty("process_id").GetInt32());
            runner.Kill();
        });
        Assert.Contains("\"code\":\"runner_crashed\"", events[^1]);

        var again = await real.PostOkAsync("/v1/chat/completions", """{"model":"starter-chat","messages":[{"role":"user","content":"What is a network?"}],"max_tokens":4}""");
        Assert.Equal(1, again.GetProperty("choices").GetArrayLength());
        Assert.Equal(other, (await real.ModelAsync("starter-embed")).GetProperty("loaded").GetProperty("process_id").GetInt32());
    }

    [Fact]
    public async Task Unload_LoadedModel_ComesBackOnDemand()
    {
        await real.PostOkAsync("/models/starter-embed/load", "");
        var unloaded = await real.PostOkAsync("/models/starter-embed/unload", "");
        Assert.Equal("unloaded", unloaded.GetProperty("model").GetProperty("state").GetString());

        await real.PostOkAsync("/v1/embeddings", """{"model":"starter-embed","input":"x"}""");
        Assert.Equal("ready", (await real.ModelAsync("starter-embed")).GetProperty("state").GetString());
    }

    private async Task<RequestInfo?> LastRequestAsync() =>
        (await real.Service.GetJsonAsync("/analytics/requests?limit=1")).Body.Deserialize(ApiJsonContext.Default.RequestPage)!.Requests.FirstOrDefault();

    private Task UntilAsync(int inFlight) => Eventually.TrueAsync(async () =>
        (await real.ModelAsync("starter-chat")).GetProperty("loaded").GetProperty("requests_in_flight").GetInt32() == inFlight);
}
