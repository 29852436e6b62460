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

namespace MultiLLM.AnalyticsBench;

/// <summary>Recorder, writer, store and queries as the service has them, with the service's defaults.</summary>
internal sealed class BenchRig : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly AcceptedCount _accepted;

    public BenchRig(string? database, string? postgres)
    {
        if (database is null)
            _folder = Directory.CreateTempSubdirectory("multillm-bench-").FullName;
        var options = Options.Create(new AnalyticsOptions { Database = Path.GetFullPath(database ?? Path.Combine(_folder!, "analytics.db")), MaxBytes = 0 });
        var time = TimeProvider.System;
        Store = new AnalyticsStore(postgres is { Length: > 0 } ? new PostgresDialect(postgres) : new SqliteDialect(options.Value.Database));
        _accepted = new AcceptedCount(options, time);
        var audit = new AuditQueue(Options.Create(new AuditOptions { Enabled = false }), time);
        var holds = new HoldBook(new AuditFolder(options.Value.Database + ".audit"), audit, time, NullLogger<HoldBook>.Instance);
        var seal = new PromptSeal(new EphemeralDataProtectionProvider(), NullLogger<PromptSeal>.Instance);
        Recorder = new RequestRecorder(options, _accepted, []);
        Writer = new AnalyticsWriter(
            Recorder, _accepted, Store, new RecordingTrouble(Store, new EventLog(time), time, NullLogger<RecordingTrouble>.Instance),
            new AnalyticsUpkeep(Store, holds, options, time, NullLogger<AnalyticsUpkeep>.Instance), new PlainRedactor(), seal, options, time, NullLogger<AnalyticsWriter>.Instance);
        Writer.StartAsync(CancellationToken.None);
        Queries = new AnalyticsQueries(Store, Writer, seal, options, time);
    }

    public AnalyticsStore Store { get; }
    public RequestRecorder Recorder { get; }
    public AnalyticsWriter Writer { get; }
    public AnalyticsQueries Queries { get; }

    public static void Row(FormattableString what, FormattableString figure) =>
        Console.WriteLine(FormattableString.Invariant($"| {FormattableString.Invariant(what)} | {FormattableString.Invariant(figure)} |"));

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        _accepted.Dispose();
        await Store.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
