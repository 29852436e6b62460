using System.Text.Json;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.FunctionalTests.Support;
using MultiLLM.TestHub;

namespace MultiLLM.Server.FunctionalTests.Acquisition;

public sealed class PullEndpointTests : IAsyncLifetime
{
    private const string Pull = $$"""{"model_id":"hf:{{PullService.Repository}}/fetched-chat.gguf"}""";
    private const string Streamed = $$"""{"model_id":"hf:{{PullService.Repository}}/fetched-chat.gguf","stream":true}""";
    private readonly PullService _pull = new();

    private TestService Service => _pull.Service;

    public ValueTask InitializeAsync() => _pull.InitializeAsync();

    public ValueTask DisposeAsync() => _pull.DisposeAsync();

    [Fact]
    public async Task Pull_Model_CanBeChattedWithAndRemoved()
    {
        var (status, pulled) = await Service.PostJsonAsync("/models/pull", Pull);
        Assert.True(status == 200, $"{status}: {pulled}");
        Assert.Equal(("fetched-chat", true), (pulled.GetProperty("model").GetProperty("id").GetString(), pulled.GetProperty("changed").GetBoolean()));

        var (chatStatus, chat) = await Service.PostJsonAsync("/chat", """{"message":"What is an API?","model_id":"fetched-chat","max_tokens":8,"temperature":0}""");
        Assert.True(chatStatus == 200, $"{chatStatus}: {chat}");
        Assert.Contains("API", chat.GetProperty("response").GetString());

        using var removed = await Service.Http.DeleteAsync("/models/fetched-chat");
        Assert.Equal(200, (int)removed.StatusCode);
        Assert.Equal(2, (await TestService.JsonOf(removed)).GetProperty("files").GetArrayLength());
        Assert.Equal(404, (await Service.GetJsonAsync("/models/fetched-chat")).Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_pull.Home, "models")));
    }

    [Fact]
    public async Task Pull_ModelOfACatalogFile_HasTheCatalogsIdAndFacts()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_pull.Home, "catalog.d")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "mine.json"), $$$"""
            {"models": [{"id": "from-catalog", "name": "From the catalog", "type": "small_llm", "kind": "chat", "context_length": 512,
              "source": {"repository": "{{{PullService.Repository}}}", "file": "fetched-chat.gguf", "size_bytes": {{{_pull.Chat.Content.Length}}}, "sha256": "{{{_pull.Chat.Sha256}}}"}}]}
            """);

        var (status, pulled) = await Service.PostJsonAsync("/models/pull", """{"model_id":"from-catalog"}""");

        Assert.True(status == 200, $"{status}: {pulled}");
        var model = pulled.GetProperty("model");
        Assert.Equal(("from-catalog", "From the catalog"), (model.GetProperty("id").GetString(), model.GetProperty("name").GetString()));
        Assert.True(File.Exists(Path.Combine(_pull.Home, "models", "from-catalog", "fetched-chat.gguf")));
        Assert.False((await Service.PostJsonAsync("/models/pull", """{"model_id":"from-catalog"}""")).Body.GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task Pull_Streamed_TellsProgressAndEndsWithTheModel()
    {
        _pull.Chat.BytesPerSecond = 2 << 20;

        var events = (await Service.EventsAsync("/models/pull", Streamed)).Select(e => JsonDocument.Parse(e).RootElement).ToArray();

        var progress = events[..^1].Select(e => e.GetProperty("progress")).ToArray();
        Assert.NotEmpty(progress);
        Assert.All(progress, p => Assert.Equal("fetched-chat", p.GetProperty("id").GetString()));
        Assert.Contains(progress, p => p.GetProperty("state").GetString() == "downloading" && p.TryGetProperty("bytes_per_second", out _) && p.TryGetProperty("seconds_left", out _));
        var done = progress.Select(p => p.GetProperty("bytes_done").GetInt64()).ToArray();
        Assert.Equal(done.Order(), done);
        Assert.Equal("fetched-chat", events[^1].GetProperty("result").GetProperty("model").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Pull_OnlyListenerLeaves_StopsAndGoesOnLater()
    {
        _pull.Chat.BytesPerSecond = 1 << 20;
        using (var abort = new CancellationTokenSource())
        {
            using var response = await Service.PostAsync("/models/pull", System.Text.Encoding.UTF8.GetBytes(Streamed), HttpCompletionOption.ResponseHeadersRead, abort.Token);
            await Eventually.TrueAsync(async () => (await DownloadsAsync()).Any(d => d.BytesDone > 1 << 20));
        }
        await Eventually.TrueAsync(async () => (await DownloadsAsync()) is [{ State: "stopped" }]);
        var kept = (await DownloadsAsync())[0].BytesDone;
        Assert.True(kept > 1 << 20);
        _pull.Chat.BytesPerSecond = 8 << 20;

        var events = await Service.EventsAsync("/models/pull", Streamed);

        Assert.Contains("\"result\"", events[^1]);
        Assert.Contains($"\"bytes_resumed\":{kept}", string.Concat(events));
        Assert.Empty(await DownloadsAsync());
    }

    [Fact]
    public async Task Pull_OneOfTwoListenersLeaves_GoesOn()
    {
        _pull.Chat.BytesPerSecond = 4 << 20;
        using var abort = new CancellationTokenSource();
        var first = Service.PostAsync("/models/pull", System.Text.Encoding.UTF8.GetBytes(Pull), cancellationToken: abort.Token);
        await Eventually.TrueAsync(async () => (await DownloadsAsync()).Count == 1);
        var second = Service.PostJsonAsync("/models/pull", Pull);
        await Task.Delay(100);

        await abort.CancelAsync();

        Assert.Equal(200, (await second).Status);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Cancel_WhileStreaming_EndsTheStreamWithAnErrorEvent()
    {
        _pull.Chat.BytesPerSecond = 1 << 20;
        using var client = new MultiLLMClient(Service.Url);
        var pulling = Task.Run(async () =>
        {
            await foreach (var _ in client.PullModelAsync(new PullRequest { ModelId = $"hf:{PullService.Repository}/fetched-chat.gguf" }))
            {
            }
        });
        await Eventually.TrueAsync(async () => (await client.ListPullsAsync()).Downloads is [{ State: "downloading", BytesDone: > 1 << 19 }]);

        Assert.Equal("stopped", Assert.Single((await client.CancelPullAsync("fetched-chat")).Downloads).State);

        Assert.Equal("pull_cancelled", (await Assert.ThrowsAsync<MultiLLMApiException>(() => pulling)).Code);
        Assert.Empty((await client.CancelPullAsync("fetched-chat", discard: true)).Downloads);
        Assert.Equal("pull_not_found", (await Assert.ThrowsAsync<MultiLLMApiException>(() => client.CancelPullAsync("fetched-chat", discard: true))).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_pull.Home, "downloads")));
    }

    [Theory]
    [InlineData("""{"model_id":"hf:multillm/starter-models/nothing.gguf"}""", 404, "source_not_found", null)]
    [InlineData("""{"model_id":"hf:multillm/starter-models/nothing.gguf","stream":true}""", 404, "source_not_found", null)]
    [InlineData("""{"model_id":"hf:../x/nothing.gguf"}""", 400, "invalid_source", "model_id")]
    [InlineData("""{"model_id":"hf:a/b/m.gguf","as":"../x"}""", 400, "invalid_source", "as")]
    [InlineData("""{"model_id":"hf:a/b/m.gguf","revision":"../x"}""", 400, "invalid_source", "revision")]
    [InlineData("""{"model_id":"nonesuch"}""", 404, "model_not_found", "model_id")]
    [InlineData("""{"model_id":""}""", 400, "invalid_request", "model_id")]
    [InlineData("""{}""", 400, "invalid_request", "model_id")]
    public async Task Pull_WhatCannotBe_HasItsStatusAndField(string body, int status, string code, string? param)
    {
        var (actual, reply) = await Service.PostJsonAsync("/models/pull", body);

        var error = reply.GetProperty("error");
        Assert.Equal((status, code), (actual, error.GetProperty("code").GetString()));
        Assert.Equal(param, error.TryGetProperty("param", out var named) ? named.GetString() : null);
    }

    [Fact]
    public async Task Pull_GatedModel_Is403WithAdvice()
    {
        _pull.Chat.Token = "hf_x";

        var (status, reply) = await Service.PostJsonAsync("/models/pull", Pull);

        Assert.Equal((403, "model_gated"), (status, reply.GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("POST", "/models/pull")]
    [InlineData("POST", "/models/import")]
    [InlineData("POST", "/models/pull/x/cancel")]
    [InlineData("DELETE", "/models/pull/x")]
    [InlineData("DELETE", "/models/starter-chat")]
    public async Task Change_AskedByAnotherSitesPage_IsRefused(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", "https://evil.example");
        if (method == "POST" && !path.EndsWith("cancel"))
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var response = await Service.Http.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task ImportAndRemove_ByTheClient_Work()
    {
        using var client = new MultiLLMClient(Service.Url);

        var imported = await client.ImportModelAsync(new ImportRequest { Path = PullService.StarterChat, As = "mine", Mode = "link" });
        var twice = await Assert.ThrowsAsync<MultiLLMApiException>(() => client.ImportModelAsync(new ImportRequest { Path = PullService.StarterChat, As = "mine" }));
        var starter = await Assert.ThrowsAsync<MultiLLMApiException>(() => client.RemoveModelAsync("starter-chat"));
        var removed = await client.RemoveModelAsync("mine");

        Assert.Equal("mine", imported.Model.Id);
        Assert.Equal(("model_exists", "as"), (twice.Code, twice.Param));
        Assert.Equal("model_not_removable", starter.Code);
        Assert.Contains(Path.Combine(_pull.Home, "models", "mine", "mine.gguf"), removed.Files);
        Assert.True(File.Exists(PullService.StarterChat));
    }

    private async Task<IReadOnlyList<PullStatus>> DownloadsAsync()
    {
        var (_, body) = await Service.GetJsonAsync("/models/pull");
        return body.Deserialize(ApiJsonContext.Default.PullList)!.Downloads;
    }
}
