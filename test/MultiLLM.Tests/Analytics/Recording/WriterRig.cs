using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Prompts;
using MultiLLM.Core.Analytics.Queries;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Files;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Gateway.Audit.Writing;

namespace MultiLLM.Tests.Analytics.Recording;

/// <summary>Recorder and writer over a SQLite file that a test may spoil.</summary>
internal sealed class WriterRig : IAsyncDisposable
{
    private readonly AcceptedCount _accepted;

    public WriterRig(string database, int capacity = 1000, TimeProvider? time = null, long maxBytes = 0)
    {
        time ??= TimeProvider.System;
        var options = Options.Create(new AnalyticsOptions { Database = database, QueueCapacity = capacity, FlushInterval = TimeSpan.FromMilliseconds(20), MaxBytes = maxBytes });
        Store = new AnalyticsStore(new SqliteDialect(database));
        _accepted = new AcceptedCount(options, time);
        var audit = new AuditQueue(Options.Create(new AuditOptions { Enabled = false }), time);
        var holds = new HoldBook(new AuditFolder(options.Value.Database + ".audit"), audit, time, NullLogger<HoldBook>.Instance);
        var seal = new PromptSeal(new EphemeralDataProtectionProvider(), NullLogger<PromptSeal>.Instance);
        Events = new EventLog(time);
        Recorder = new RequestRecorder(options, _accepted, []);
        Upkeep = new AnalyticsUpkeep(Store, holds, options, time, NullLogger<AnalyticsUpkeep>.Instance);
        Writer = new AnalyticsWriter(
            Recorder, _accepted, Store, new RecordingTrouble(Store, Events, time, NullLogger<RecordingTrouble>.Instance), Upkeep,
            new PlainRedactor(), seal, options, time, NullLogger<AnalyticsWriter>.Instance);
        Writer.StartAsync(CancellationToken.None);
        Queries = new AnalyticsQueries(Store, Writer, seal, options, time);
    }

    public AnalyticsStore Store { get; }
    public AnalyticsQueries Queries { get; }

    public RequestRecorder Recorder { get; }
    public AnalyticsWriter Writer { get; }
    public AnalyticsUpkeep Upkeep { get; }
    public EventLog Events { get; }
    public RecordingStatus Status => Writer.Status;
    public IEnumerable<string> EventKinds => Events.ReadAfter(0).Events.Select(happened => happened.Kind);

    public void Record(int count)
    {
        for (var i = 0; i < count; i++)
            Recorder.Record(Records.Answered(TimeProvider.System.GetUtcNow()));
    }

    public async Task<int> CountAsync() => (await Store.RequestsAsync(
        new RecordFilter { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.MaxValue }, null, ascending: true, 1_000_000, CancellationToken.None)).Count;

    /// <summary>As a kill does: nothing more is written, and what is in the queue is gone.</summary>
    public async Task KillAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Writer.StopAsync(now.Token);
        await ReleaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        await ReleaseAsync();
    }

    private async ValueTask ReleaseAsync()
    {
        Writer.Dispose();
        _accepted.Dispose();
        await Store.DisposeAsync();
    }
}
