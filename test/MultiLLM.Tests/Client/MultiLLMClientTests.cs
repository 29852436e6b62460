using System.Net;
using System.Text.Json;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Tests.Client;

public sealed class MultiLLMClientTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly MultiLLMClient _client;

    public MultiLLMClientTests() => _client = new MultiLLMClient(_service.Address, new MultiLLMClientOptions { ApiKey = "secret" });

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task ChatAsync_Reply_ComesBackTyped()
    {
        _service.OnJson("POST", "/chat", Replies.Chat);

        var reply = await _client.ChatAsync(new ChatRequest { Message = "Hi", TopK = 5, ConversationHistory = [new ChatTurn("user", "Before")] });

        Assert.Equal("Hello there.", reply.Response);
        Assert.Equal(8, reply.Tokens.Cached);
        Assert.Equal(30.5, reply.Timings.TokensPerSecond);
        Assert.Equal("Bearer secret", _service.LastRequest.Authorization);
        var sent = JsonDocument.Parse(_service.LastRequest.Body).RootElement;
        Assert.Equal(5, sent.GetProperty("top_k").GetInt32());
        Assert.Equal("Before", sent.GetProperty("conversation_history")[0].GetProperty("content").GetString());
        Assert.False(sent.TryGetProperty("temperature", out _));
    }

    [Fact]
    public async Task SystemReports_ComeBackTyped()
    {
        _service.OnJson("GET", "/system/resources", Replies.Resources).OnJson("GET", "/system/residency", Replies.Residency);

        var resources = await _client.GetResourcesAsync();
        var residency = await _client.GetResidencyAsync();

        Assert.Equal((12_000_000_000, "cgroup2"), (resources.Memory.AvailableBytes, resources.Memory.Source));
        Assert.Equal(0.5, resources.Cpu.Utilization);
        Assert.Equal("A request asked for it.", residency.Models[0].WhyLoaded);
        Assert.Equal(8_000_000_000, residency.Budget.BudgetBytes);
    }

    [Fact]
    public async Task GetEventsAsync_After_NamesTheEvent()
    {
        _service.OnJson("GET", "/system/events?follow=false", Replies.Events).OnJson("GET", "/system/events?follow=false&after=42", Replies.Events);

        Assert.Equal(["model.loading", "memory.low"], (await _client.GetEventsAsync()).Events.Select(e => e.Kind));
        Assert.Equal(42, (await _client.GetEventsAsync(after: 42)).LastId);
    }

    [Fact]
    public async Task WatchEventsAsync_Events_ComeAsTheyHappenUntilTheServiceEnds()
    {
        _service.On("GET", "/system/events?after=7", async exchange =>
        {
            await exchange.EventAsync("""{"id":8,"time":"2025-01-01T00:00:00Z","kind":"model.loaded","message":"It is there.","model_id":"m","seconds":0.5}""");
            await exchange.EventAsync("""{"id":9,"time":"2025-01-01T00:00:01Z","kind":"model.unloaded","message":"It is gone.","new_field":1}""");
        });

        var events = await _client.WatchEventsAsync(after: 7).ToListAsync();

        Assert.Equal([(8, "m"), (9, null)], events.Select(e => (e.Id, e.ModelId)));
    }

    [Fact]
    public async Task AnyCall_ErrorEnvelope_BecomesTheException()
    {
        _service.On("POST", "/chat", exchange =>
        {
            exchange.Header("Retry-After", "7");
            return exchange.JsonAsync(429, """{"error":{"code":"queue_full","message":"Too many requests wait.","param":"message"}}""");
        });

        var error = await Assert.ThrowsAsync<MultiLLMApiException>(() => _client.ChatAsync(new ChatRequest { Message = "Hi" }));

        Assert.Equal((HttpStatusCode)429, error.StatusCode);
        Assert.Equal("queue_full", error.Code);
        Assert.Equal("Too many requests wait.", error.Message);
        Assert.Equal("message", error.Param);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("""{"error":{"message":5}}""")]
    public async Task AnyCall_ErrorWithoutEnvelope_NamesTheStatus(string body)
    {
        _service.OnJson("GET", "/models", body, 502);

        var error = await Assert.ThrowsAsync<MultiLLMApiException>(() => _client.ListModelsAsync());

        Assert.Equal("http_502", error.Code);
        Assert.Contains("502", error.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("hello")]
    public async Task AnyCall_SuccessThatIsNotTheApi_Throws(string body)
    {
        _service.OnJson("GET", "/models", body);

        var error = await Assert.ThrowsAsync<MultiLLMApiException>(() => _client.ListModelsAsync());

        Assert.Equal("invalid_response", error.Code);
    }

    [Fact]
    public async Task AnyCall_NothingListens_IsAnHttpRequestException()
    {
        using var client = new MultiLLMClient(new Uri($"http://127.0.0.1:{FakeService.FreePort()}"));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.ListModelsAsync());

        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
    }

    [Fact]
    public async Task ModelCalls_IdWithReservedCharacters_IsEscaped()
    {
        _service.OnJson("POST", "/models/org%2Fmy%20model%3F/load", Replies.Model("ready", changed: true));

        var result = await _client.LoadModelAsync("org/my model?");

        Assert.True(result.Changed);
        await Assert.ThrowsAsync<ArgumentException>(() => _client.GetModelAsync(" "));
    }

    [Fact]
    public async Task ListModelsAsync_Models_ComeBackTyped()
    {
        _service.OnJson("GET", "/models", Replies.Models);

        var list = await _client.ListModelsAsync();

        Assert.Equal(3, list.MaxConcurrentModels);
        Assert.Equal(4711, list.Models[0].Loaded!.ProcessId);
        Assert.Null(list.Models[1].Loaded);
    }

    [Fact]
    public async Task ReadyAsync_Unavailable_IsAValue()
    {
        _service.OnJson("GET", "/health/ready", """{"status":"unavailable","reasons":["no models"]}""", 503);

        var report = await _client.ReadyAsync();

        Assert.Equal("unavailable", report.Status);
        Assert.Equal(["no models"], report.Reasons);
    }

    [Fact]
    public async Task SearchAsync_Hits_ComeBackInOrder()
    {
        _service.OnJson("POST", "/search", """{"results":[{"index":1,"score":0.9,"document":"b"},{"index":0,"score":0.1,"document":"a"}],"model_id":"starter-embed","processing_time":0.1}""");

        var reply = await _client.SearchAsync(new SearchRequest { Query = "q", Documents = ["a", "b"] });

        Assert.Equal([1, 0], reply.Results.Select(hit => hit.Index));
    }

    [Theory]
    [InlineData("ftp://host")]
    [InlineData("relative/path")]
    public void Constructor_NoHttpAddress_Throws(string address) =>
        Assert.Throws<ArgumentException>(() => new MultiLLMClient(new Uri(address, UriKind.RelativeOrAbsolute)));

    [Fact]
    public async Task Constructor_HttpClientWithPathPrefix_KeepsThePrefix()
    {
        _service.OnJson("GET", "/prefix/models", Replies.Models);
        using var http = new HttpClient { BaseAddress = new Uri(_service.Address, "prefix") };
        using var client = new MultiLLMClient(http);

        Assert.Equal(2, (await client.ListModelsAsync()).Models.Count);
    }
}
