using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Models.Fetching;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Models.Fetching;

public sealed class DownloadsTests : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly FakeApi _api = new();
    private readonly Pipe _stream = new();
    private readonly LiveFeed _live;
    private readonly SharedDownloads _shared;
    private readonly Downloads _downloads;

    public DownloadsTests()
    {
        _api.On("GET /models/pull", """{"downloads":[]}""").OnEvents("POST /models/pull", _stream.Reader.AsStream());
        var client = _api.Client();
        _live = new LiveFeed(client, TimeProvider.System, NullLogger<LiveFeed>.Instance);
        _shared = new SharedDownloads(client, _live, TimeProvider.System, NullLogger<SharedDownloads>.Instance);
        _downloads = new Downloads(_shared, client);
    }

    [Fact]
    public async Task Start_HubFile_ShowsAtOnceThenUnderTheIdThatTheServiceGives()
    {
        _downloads.Start(new PullRequest { ModelId = "hf:o/r/m.gguf" });
        Assert.Equal("queued", _downloads.Current.Find("hf:o/r/m.gguf")?.State);

        await SendAsync("""{"progress":{"id":"m","source":"hf:o/r/m.gguf@main","state":"downloading","bytes_done":5,"bytes_total":10}}""");

        await UntilAsync(view => view is { All: [{ Id: "m", BytesDone: 5 }] });
    }

    [Fact]
    public async Task Start_ItEndsWell_IsGoneFromTheList()
    {
        _downloads.Start(new PullRequest { ModelId = "m" });
        await SendAsync("""{"result":{"model":{"id":"m","name":"M","kind":"chat","state":"unloaded"},"changed":true}}""");

        await UntilAsync(view => view.All.IsEmpty && view.Failed.IsEmpty);
    }

    [Fact]
    public async Task Start_ItFails_SaysWhyUntilItIsTriedAgain()
    {
        var request = new PullRequest { ModelId = "m" };
        _downloads.Start(request);
        await SendAsync("""{"error":{"code":"disk_full","message":"It needs 5 GB, and 1 GB is free."}}""");

        await UntilAsync(view => view.Failed is [{ Id: "m", Reason: "It needs 5 GB, and 1 GB is free." }]);
        Assert.Equal(request, Assert.Single(_downloads.Current.Failed).Request);
        _downloads.Dismiss("m");
        Assert.Empty(_downloads.Current.Failed);
    }

    [Fact]
    public async Task Start_SomebodyStopsIt_IsNoFailureAndCanGoOn()
    {
        _downloads.Start(new PullRequest { ModelId = "m" });
        _api.On("GET /models/pull", """{"downloads":[{"id":"m","source":"hf:o/r/m.gguf@main","state":"stopped","bytes_done":7,"bytes_total":10,"bytes_resumed":0}]}""");
        await SendAsync("""{"error":{"code":"pull_cancelled","message":"It was stopped."}}""");

        await UntilAsync(view => view.Find("m") is { State: "stopped", BytesDone: 7 });
        Assert.Empty(_downloads.Current.Failed);
    }

    [Fact]
    public async Task Start_Twice_AsksOnce()
    {
        _downloads.Start(new PullRequest { ModelId = "m" });
        _downloads.Start(new PullRequest { ModelId = "m" });
        await SendAsync("""{"progress":{"id":"m","source":"s","state":"resolving","bytes_done":0}}""");
        await UntilAsync(view => view.Find("m")?.State == "resolving");

        Assert.Single(_api.Asked, call => call == "POST /models/pull");
    }

    [Fact]
    public async Task Stop_ServiceRefuses_IsASentence()
    {
        _api.On("POST /models/pull/m/cancel", """{"error":{"code":"pull_not_found","message":"There is no download of m."}}""", HttpStatusCode.NotFound);

        Assert.Equal("There is no download of m.", await _downloads.StopAsync("m", discard: false));
    }

    [Fact]
    public async Task Watch_SomebodyElsesDownload_IsListed()
    {
        _api.On("GET /models/pull", """{"downloads":[{"id":"theirs","source":"s","state":"downloading","bytes_done":1,"bytes_resumed":0}]}""");

        using (_downloads.Watch(_ => { }))
            await UntilAsync(view => view.Find("theirs") is not null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.Writer.CompleteAsync();
        await _shared.DisposeAsync();
        await _live.DisposeAsync();
        _api.Dispose();
    }

    private async Task SendAsync(string json) => await _stream.Writer.WriteAsync(Encoding.UTF8.GetBytes($"data: {json}\n\n"));

    private async Task UntilAsync(Func<DownloadsView, bool> reached)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!reached(_downloads.Current))
        {
            Assert.False(patience.IsCancellationRequested, $"It stays at {_downloads.Current}.");
            await Task.Delay(10);
        }
    }
}
