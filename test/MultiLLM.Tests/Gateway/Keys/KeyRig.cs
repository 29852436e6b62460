using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Core.Gateway.Store;

namespace MultiLLM.Tests.Gateway.Keys;

/// <summary>One gateway's keys, on a database that others can be opened on too.</summary>
internal sealed class KeyRig : IAsyncDisposable
{
    private readonly Func<IStoreDialect> _dialect;
    private readonly TempFolder? _folder;

    private KeyRig(Func<IStoreDialect> dialect, TempFolder? folder, FakeTimeProvider time)
    {
        (_dialect, _folder, Time) = (dialect, folder, time);
        Store = new GatewayStore(dialect(), [KeyTable.Tables]);
        Uses = new KeyUses(Store, Audit, time);
        Ring = new KeyRing(Store, Uses, Audit, Microsoft.Extensions.Options.Options.Create(Options), time);
        Authentication = new KeyAuthentication(Ring, Uses, Slow, Own, Microsoft.Extensions.Options.Options.Create(Options), time);
    }

    public static Caller Admin { get; } = new() { Name = "test", Role = CallerRole.Admin };

    public FakeTimeProvider Time { get; }
    public GatewayOptions Options { get; } = new();
    public AuditList Audit { get; } = new();
    public GatewayStore Store { get; }
    public KeyUses Uses { get; }
    public KeyRing Ring { get; }
    public OwnKey Own { get; } = new();
    public SlowChecks Slow { get; } = new();
    public KeyAuthentication Authentication { get; }

    /// <summary>Of the SQLite file.</summary>
    public string Path => System.IO.Path.Combine(_folder!.Path, "gateway.db");

    public static KeyRig Sqlite()
    {
        var folder = new TempFolder();
        return new KeyRig(() => new SqliteDialect(System.IO.Path.Combine(folder.Path, "gateway.db"), isDurable: true), folder, new FakeTimeProvider(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero)));
    }

    public static async Task<KeyRig> PostgresAsync()
    {
        var settings = await TestPostgres.SchemaAsync();
        return new KeyRig(() => new PostgresDialect(settings), null, new FakeTimeProvider(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>Another gateway on the same database, with the same clock.</summary>
    public KeyRig Another() => new(_dialect, null, Time);

    public async Task<IssuedKey> CreateAsync(string name = "reports", CallerRole role = CallerRole.User) =>
        (await Ring.CreateAsync(new KeyOrder { Name = name, Role = role }, Admin, default)).OrThrow();

    public ValueTask<Core.Errors.Result<Caller>> AskAsync(IssuedKey key, string from = "192.0.2.1") => AskAsync(key.Secret.Reveal(), from);

    public ValueTask<Core.Errors.Result<Caller>> AskAsync(string key, string from = "192.0.2.1") => Authentication.AuthenticateAsync(key, System.Net.IPAddress.Parse(from), default);

    public async ValueTask DisposeAsync()
    {
        Slow.Dispose();
        Ring.Dispose();
        await Store.DisposeAsync();
        _folder?.Dispose();
    }
}

/// <summary>What the audit log was told.</summary>
internal sealed class AuditList : IAuditLog
{
    private readonly Lock _gate = new();
    private readonly List<AuditEntry> _entries = [];

    public IReadOnlyList<AuditEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    public void Append(AuditEntry entry)
    {
        lock (_gate)
            _entries.Add(entry);
    }
}
