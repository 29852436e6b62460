using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Files;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Core.Gateway.Audit.Verifying;
using MultiLLM.Core.Gateway.Audit.Writing;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Audit;

/// <summary>The audit log over a folder that a test may spoil.</summary>
internal sealed class AuditRig : IAsyncDisposable
{
    private readonly TempFolder? _own;
    private bool _ended;

    public AuditRig(AuditOptions? options = null, TimeProvider? time = null, string? home = null)
    {
        time ??= TimeProvider.System;
        if (home is null)
            _own = new TempFolder();
        Home = home ?? _own!.Path;
        Options = options ?? new AuditOptions { GatherTime = TimeSpan.Zero };
        Options.Folder = Path.Combine(Home, "audit");
        var wrapped = Microsoft.Extensions.Options.Options.Create(Options);
        Folder = new AuditFolder(Options.Folder);
        Events = new EventLog(time);
        Queue = new AuditQueue(wrapped, time);
        Holds = new HoldBook(Folder, Queue, time, NullLogger<HoldBook>.Instance);
        File = new AuditFile(Folder, Keys, Options, time);
        Upkeep = new AuditUpkeep(Holds, wrapped, time, NullLogger<AuditUpkeep>.Instance);
        var trouble = new AuditTrouble(Events, time, NullLogger<AuditTrouble>.Instance);
        Writer = new AuditWriter(Queue, File, Upkeep, trouble, wrapped, time, NullLogger<AuditWriter>.Instance);
        Standing = new AuditStanding(Queue, Writer, File, Folder, new AuditKeys(Keys), trouble, wrapped, time);
    }

    public string Home { get; }
    public string Keys => AuditKeys.In(Home);
    public AuditOptions Options { get; }
    public AuditFolder Folder { get; }
    public AuditQueue Queue { get; }
    public HoldBook Holds { get; }
    public AuditFile File { get; }
    public AuditUpkeep Upkeep { get; }
    public AuditWriter Writer { get; }
    public AuditStanding Standing { get; }
    public EventLog Events { get; }
    public IReadOnlyList<AuditRecord> Kept => [.. new AuditReader(Folder).All(new AuditFilter())];

    /// <summary>What was appended by the test itself, in order.</summary>
    public IEnumerable<string?> Subjects => Kept.Where(record => record.Entry.Action == AuditActions.SettingChanged).Select(record => record.Entry.Subject);

    public static AuditEntry Entry(string subject) => AuditEntry.By(Caller.Library, AuditActions.SettingChanged, "done", subject);

    public Task StartAsync() => Writer.StartAsync(CancellationToken.None);

    public void Append(int count)
    {
        for (var i = 0; i < count; i++)
            Queue.Append(Entry($"s{i}"));
    }

    public AuditVerification Verify(Checkpoint? anchor = null)
    {
        using var trust = AuditTrust.OfFolder(Keys);
        return new AuditVerifier(Folder, trust).Verify(anchor, CancellationToken.None);
    }

    public async Task StopAsync()
    {
        if (_ended)
            return;
        _ended = true;
        await Writer.StopAsync(CancellationToken.None);
        File.Dispose();
        Writer.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _own?.Dispose();
    }
}
