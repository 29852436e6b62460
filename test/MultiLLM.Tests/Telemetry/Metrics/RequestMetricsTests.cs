using MultiLLM.Core.Analytics;
using MultiLLM.Core.Telemetry.Metrics;
using MultiLLM.Tests.Analytics;

namespace MultiLLM.Tests.Telemetry.Metrics;

public sealed class RequestMetricsTests : IDisposable
{
    private const string Convention = "gen_ai.operation.name=chat gen_ai.provider.name=multillm gen_ai.request.model=auto gen_ai.response.model=a";

    private readonly CollectedMetrics _collected = new();
    private readonly RequestMetrics _metrics;

    public RequestMetricsTests() => _metrics = new RequestMetrics(_collected.Meter, new ModelLabels(new KnownModels("a", "b")));

    public void Dispose() => _collected.Dispose();

    [Fact]
    public void Observe_Answers_AddUp()
    {
        _metrics.Observe(Records.Answered(seconds: 2));
        _metrics.Observe(Records.Answered(seconds: 3));

        Assert.Equal(2, _collected.Of("multillm.requests")["dialect=own model=a outcome=ok"]);
        Assert.Equal((20, 8, 40), (Tokens("input"), Tokens("cached"), Tokens("output")));
        Assert.Equal(5, _collected.Of("gen_ai.server.request.duration")[Convention], 1e-9);
        Assert.Equal(0.5, _collected.Of("gen_ai.server.time_to_first_token")[Convention], 1e-9);
        Assert.Equal(2.0 / 38, _collected.Of("gen_ai.server.time_per_output_token")[Convention], 1e-9);
        Assert.Equal(20, _collected.Of("gen_ai.client.token.usage")[$"{Convention} gen_ai.token.type=input"]);
        Assert.Equal(40, _collected.Of("gen_ai.client.token.usage")[$"{Convention} gen_ai.token.type=output"]);
        Assert.Equal(0.5, _collected.Of("multillm.request.load")["model=a"], 1e-9);
        Assert.Equal(5 * 0.55, _collected.Of("multillm.model.work")["model=a"], 1e-9);
        Assert.Empty(_collected.Of("multillm.request.errors"));

        double Tokens(string type) => _collected.Of("multillm.tokens")[$"model=a type={type}"];
    }

    [Fact]
    public void Observe_FailureAfterAFallback_CountsBothAndTimesTheRequestOnce()
    {
        _metrics.Observe(Records.Failed(model: "a") with { Outcome = RequestOutcome.Superseded, ErrorCode = "model_load_failed", TotalSeconds = 0 });
        _metrics.Observe(Records.Failed(model: "b"));

        Assert.Equal(1, _collected.Of("multillm.request.fallbacks")["error.type=model_load_failed model=a"]);
        Assert.Equal(1, _collected.Of("multillm.request.errors")["error.type=runner_crashed model=b"]);
        Assert.Equal(1, Assert.Single(_collected.Of("multillm.requests")).Value);
        Assert.Equal(1, _collected.Of("gen_ai.server.request.duration")[$"error.type=runner_crashed {Convention[..^1]}b"], 1e-9);
        Assert.Empty(_collected.Of("gen_ai.server.time_to_first_token")); // of answers only
    }

    [Fact]
    public void Observe_CallerThatLeft_IsNoError()
    {
        _metrics.Observe(Records.Answered() with { Outcome = RequestOutcome.Cancelled });

        Assert.Equal(1, _collected.Of("multillm.requests")["dialect=own model=a outcome=cancelled"]);
        Assert.Empty(_collected.Of("multillm.request.errors"));
        Assert.Contains("error.type=cancelled", Assert.Single(_collected.Of("gen_ai.server.request.duration")).Key);
    }

    [Fact]
    public void Observe_NamesThatCallersInvent_MakeOneSeries()
    {
        for (var i = 0; i < 300; i++)
            _metrics.Observe(Records.Answered() with { ModelAsked = $"invented-{i}", ModelUsed = null, Outcome = RequestOutcome.Refused, ErrorCode = "model_not_found" });

        Assert.Equal(300, Assert.Single(_collected.Of("multillm.requests")).Value);
        Assert.Contains("gen_ai.request.model=other", Assert.Single(_collected.Of("gen_ai.server.request.duration")).Key);
    }

    [Theory]
    [InlineData("/v1/completions", "text_completion")]
    [InlineData("/v1/chat/completions", "chat")]
    public void Observe_Endpoint_NamesTheOperation(string endpoint, string operation)
    {
        _metrics.Observe(Records.Answered() with { Endpoint = endpoint });

        Assert.Contains($"gen_ai.operation.name={operation}", Assert.Single(_collected.Of("gen_ai.server.request.duration")).Key);
    }

    [Fact]
    public void Observe_Embedding_IsItsOwnOperation()
    {
        _metrics.Observe(Records.Answered() with { Endpoint = "/v1/embeddings", Task = "embedding" });

        Assert.Contains("gen_ai.operation.name=embeddings", Assert.Single(_collected.Of("gen_ai.server.request.duration")).Key);
    }

    /// <summary>The boundaries that the conventions for generative AI ask for.</summary>
    [Theory]
    [InlineData("gen_ai.server.request.duration", "0.01 0.02 0.04 0.08 0.16 0.32 0.64 1.28 2.56 5.12 10.24 20.48 40.96 81.92")]
    [InlineData("gen_ai.server.time_to_first_token", "0.001 0.005 0.01 0.02 0.04 0.06 0.08 0.1 0.25 0.5 0.75 1 2.5 5 7.5 10")]
    [InlineData("gen_ai.server.time_per_output_token", "0.01 0.025 0.05 0.075 0.1 0.15 0.2 0.3 0.4 0.5 0.75 1 2.5")]
    [InlineData("gen_ai.client.token.usage", "1 4 16 64 256 1024 4096 16384 65536 262144 1048576 4194304 16777216 67108864")]
    public void Histograms_OfTheConventions_HaveTheirBounds(string name, string bounds)
    {
        _metrics.Observe(Records.Answered());

        Assert.Equal(bounds, string.Join(' ', _collected.BoundsOf(name).Select(bound => bound.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }
}
