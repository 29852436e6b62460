using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Rollups;
using MultiLLM.Core.Analytics.Store;

namespace MultiLLM.Tests.Analytics.Store;

/// <summary>An empty database of its own: a SQLite file, or a schema of a PostgreSQL server.</summary>
internal sealed class StoreRig : IAsyncDisposable
{
    private readonly TempFolder? _folder;

    private readonly Func<IStoreDialect> _dialect;

    private StoreRig(Func<IStoreDialect> dialect, TempFolder? folder) => (_folder, _dialect, Store) = (folder, dialect, new AnalyticsStore(dialect()));

    public AnalyticsStore Store { get; }
    public Run Run { get; } = new("run-1", Records.Noon);
    public string Path => System.IO.Path.Combine(_folder!.Path, "analytics.db");

    public static StoreRig Sqlite()
    {
        var folder = new TempFolder();
        return new StoreRig(() => new SqliteDialect(System.IO.Path.Combine(folder.Path, "analytics.db")), folder);
    }

    public static async Task<StoreRig> PostgresAsync()
    {
        var settings = await TestPostgres.SchemaAsync();
        return new StoreRig(() => new PostgresDialect(settings), null);
    }

    /// <summary>As another service would open the same database.</summary>
    public AnalyticsStore Another() => new(_dialect());

    public ValueTask WriteAsync(params RequestRecord[] records) => Store.WriteAsync(records, Run, records.Length, CancellationToken.None);

    public async Task<Rollup> SumAsync(DateTimeOffset from, DateTimeOffset to, RollupFilter? filter = null)
    {
        var sum = new Rollup();
        await foreach (var stored in Store.RollupsAsync(RollupCover.Of(from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds()), filter ?? new(), CancellationToken.None))
            sum.Merge(stored.Figures);
        return sum;
    }

    public ValueTask<IReadOnlyList<RequestRecord>> AllAsync() => Store.RequestsAsync(
        new RecordFilter { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.MaxValue }, null, ascending: true, 100_000, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder?.Dispose();
    }
}
