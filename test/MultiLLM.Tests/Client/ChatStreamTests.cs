using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Tests.Client;

/// <summary>Answers that come in pieces, and what can break them off.</summary>
public sealed class ChatStreamTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly MultiLLMClient _client;

    public ChatStreamTests() => _client = new MultiLLMClient(_service.Address);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task ChatStreamAsync_Answer_GivesDeltasThenReply()
    {
        _service.OnEvents("/chat", Replies.ChatEvents);

        var events = await _client.ChatStreamAsync(new ChatRequest { Message = "Hi" }).ToListAsync();

        Assert.Equal(["Hello ", "there.", null], events.Select(item => item.Delta));
        Assert.Equal("starter-chat", events[^1].Reply!.ModelId);
        Assert.True(JsonDocument.Parse(_service.LastRequest.Body).RootElement.GetProperty("stream").GetBoolean());
    }

    [Fact]
    public async Task ChatStreamAsync_ErrorEvent_ThrowsAfterTheDeltas()
    {
        _service.OnEvents("/chat", """{"delta":"Hel"}""", """{"error":{"code":"runner_crashed","message":"The model died.","retry_after_seconds":2}}""");
        var deltas = new List<string?>();

        var error = await Assert.ThrowsAsync<MultiLLMApiException>(async () =>
        {
            await foreach (var item in _client.ChatStreamAsync(new ChatRequest { Message = "Hi" }))
                deltas.Add(item.Delta);
        });

        Assert.Equal(["Hel"], deltas);
        Assert.Equal("runner_crashed", error.Code);
        Assert.Null(error.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), error.RetryAfter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChatStreamAsync_EndsBeforeTheReply_Throws(bool abort)
    {
        var received = new TaskCompletionSource();
        _service.On("POST", "/chat", async exchange =>
        {
            await exchange.EventAsync("""{"delta":"Hel"}""");
            await received.Task;
            if (abort)
                exchange.Abort();
        });
        await using var events = _client.ChatStreamAsync(new ChatRequest { Message = "Hi" }).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        received.SetResult();

        await Assert.ThrowsAnyAsync<IOException>(async () => await events.MoveNextAsync());
    }

    [Fact]
    public async Task ChatStreamAsync_SilentService_TimesOut()
    {
        var time = new FakeTimeProvider();
        using var client = new MultiLLMClient(_service.Address, new MultiLLMClientOptions { StreamIdleTimeout = TimeSpan.FromMinutes(1), TimeProvider = time });
        _service.On("POST", "/chat", async exchange =>
        {
            await exchange.EventAsync("""{"delta":"Hel"}""");
            await exchange.UntilClientLeavesAsync();
        });
        await using var events = client.ChatStreamAsync(new ChatRequest { Message = "Hi" }).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        var next = events.MoveNextAsync();
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(async () => await next);
    }

    [Fact]
    public async Task ChatStreamAsync_ServiceThatNeverAnswers_TimesOutBeforeTheHeaders()
    {
        using var client = new MultiLLMClient(_service.Address, new MultiLLMClientOptions { StreamIdleTimeout = TimeSpan.FromMilliseconds(100) });
        _service.On("POST", "/chat", exchange => exchange.UntilClientLeavesAsync());

        await Assert.ThrowsAsync<TimeoutException>(async () => await client.ChatStreamAsync(new ChatRequest { Message = "Hi" }).ToListAsync());
    }

    [Fact]
    public async Task ChatStreamAsync_Cancelled_LeavesTheService()
    {
        var left = new TaskCompletionSource();
        _service.On("POST", "/chat", async exchange =>
        {
            await exchange.EventAsync("""{"delta":"word "}""");
            await exchange.UntilClientLeavesAsync();
            left.SetResult();
        });
        using var cancel = new CancellationTokenSource();
        await using var events = _client.ChatStreamAsync(new ChatRequest { Message = "Hi" }, cancel.Token).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        cancel.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await events.MoveNextAsync())
            {
            }
        });
        await events.DisposeAsync();
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ChatStreamAsync_AnswerIsNoStream_Throws()
    {
        _service.On("POST", "/chat", exchange => exchange.TextAsync(200, "text/html", "<html>hello</html>"));

        var error = await Assert.ThrowsAsync<MultiLLMApiException>(async () => await _client.ChatStreamAsync(new ChatRequest { Message = "Hi" }).ToListAsync());

        Assert.Equal("invalid_response", error.Code);
    }
}
