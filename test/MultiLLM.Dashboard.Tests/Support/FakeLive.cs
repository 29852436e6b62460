using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;

namespace MultiLLM.Dashboard.Tests.Support;

/// <summary>A service to follow, as a test wants it to be. Its time goes by only while the test waits for something.</summary>
internal sealed class FakeLive : IAsyncDisposable
{
    private const string Events = "GET /system/events";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<Pipe> _streams = [];

    public FakeLive()
    {
        Say(Samples.Residency());
        Say(Samples.Resources);
        Say(Samples.Health());
        Answer();
        Feed = new LiveFeed(Api.Client(), Time, NullLogger<LiveFeed>.Instance);
    }

    public static DateTimeOffset Begin { get; } = new(2026, 11, 24, 14, 5, 9, TimeSpan.Zero);

    public FakeApi Api { get; } = new();

    public FakeTimeProvider Time { get; } = new(Begin);

    public LiveFeed Feed { get; }

    /// <summary>How often events were asked for, each with a stream of its own.</summary>
    public int Streams => _streams.Count;

    public void Say(ResidencyReport report) => Api.On("GET /system/residency", JsonSerializer.Serialize(report, ApiJsonContext.Default.ResidencyReport));

    public void Say(ResourcesReport report) => Api.On("GET /system/resources", JsonSerializer.Serialize(report, ApiJsonContext.Default.ResourcesReport));

    public void Say(HealthOverview report) => Api.On("GET /health", JsonSerializer.Serialize(report, ApiJsonContext.Default.HealthOverview));

    /// <summary>Something happens, and goes out on the latest stream.</summary>
    public async Task HappenAsync(params IEnumerable<EventInfo> events)
    {
        await UntilAsync(() => !_streams.IsEmpty);
        foreach (var happened in events)
            await _streams.Last().Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"data: {JsonSerializer.Serialize(happened, ApiJsonContext.Default.EventInfo)}\n\n"));
    }

    /// <summary>As if the service had gone: what is followed breaks off, and nothing is answered.</summary>
    public async Task GoAwayAsync()
    {
        foreach (var call in (string[])["GET /system/residency", "GET /system/resources", "GET /health", Events])
            Api.Refuse(call);
        await BreakOffAsync();
    }

    public async Task BreakOffAsync() => await _streams.Last().Writer.CompleteAsync();

    public void ComeBack()
    {
        Say(Samples.Residency());
        Say(Samples.Resources);
        Say(Samples.Health());
        Answer();
    }

    public int Asked(string call) => Api.Asked.Count(asked => asked.StartsWith(call, StringComparison.Ordinal));

    /// <summary>Lets time go by until it has come to that.</summary>
    public async Task UntilAsync(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!reached())
        {
            Assert.False(patience.IsCancellationRequested, $"It does not come to that. Asked: {string.Join(", ", Api.Asked)}; known: {Feed.Current}");
            await StepAsync();
        }
    }

    /// <summary>Lets so much time go by.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var end = Time.GetUtcNow() + time; Time.GetUtcNow() < end;)
            await StepAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Feed.DisposeAsync();
        foreach (var stream in _streams)
            await stream.Writer.CompleteAsync();
        Api.Dispose();
    }

    private void Answer() => Api.OnEvents(Events, () =>
    {
        var stream = new Pipe();
        _streams.Enqueue(stream);
        return stream.Reader.AsStream();
    });

    // What waits for the step needs a moment to come to its next wait.
    private async Task StepAsync()
    {
        Time.Advance(s_step);
        await Task.Delay(2);
    }
}
