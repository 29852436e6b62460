using System.Data;
using System.Data.Common;
using MultiLLM.Core.Analytics.Rollups;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>
/// All SQL of the records and rollups. One writer (<see cref="AnalyticsWriter"/>) and any number of readers. What the database cannot do is an
/// exception that <see cref="IStoreDialect.TroubleOf"/> understands.
/// </summary>
internal sealed partial class AnalyticsStore(IStoreDialect dialect) : IAsyncDisposable
{
    private static readonly SchemaVersion s_version = new(AnalyticsSchema.Meta, "schema_version", "the database");

    private readonly IReadOnlyList<IReadOnlyList<string>> _steps = AnalyticsSchema.Steps(dialect);
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _ready;

    public IStoreDialect Dialect => dialect;

    /// <summary>Creates or migrates what there is. Cheap when that is done.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        if (_ready && dialect.MayExist)
            return;
        await _preparing.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await dialect.OpenAsync(cancellationToken);
            await dialect.PrepareAsync(connection, cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await dialect.LockAsync(connection, transaction, cancellationToken);
            await s_version.MigrateAsync(connection, transaction, _steps, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await dialect.ForgetAsync(connection, cancellationToken); // what a step deleted may be text
            _ready = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <summary>Moves a damaged database away, so that the next call makes a new one. Where it lies now; null: that cannot be done.</summary>
    public string? SetAside(DateTimeOffset now)
    {
        _ready = false;
        return dialect.SetAside(now);
    }

    /// <summary>Writes records, adds them to the rollups, and remembers how many of this run's records are settled: all of it or nothing.</summary>
    /// <param name="records">What to write.</param>
    /// <param name="run">This process's.</param>
    /// <param name="settled">Records of this run that are written with these, or given up.</param>
    /// <param name="cancellationToken">Stops before the end, with nothing written.</param>
    public async ValueTask WriteAsync(IReadOnlyList<RequestRecord> records, Run run, long settled, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var connection = await dialect.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await dialect.LockAsync(connection, transaction, cancellationToken);
        await InsertAsync(connection, transaction, records, cancellationToken);
        await InsertPromptsAsync(connection, transaction, records, cancellationToken);
        await AddToRollupsAsync(connection, transaction, new RollupBatch(records), cancellationToken);
        await using var settle = connection.Command(transaction,
            $"""
            INSERT INTO {AnalyticsSchema.Runs} (run, started_ms, settled, lost) VALUES (@run, @started, @settled, 0)
            ON CONFLICT (run) DO UPDATE SET settled = excluded.settled
            """,
            ("@run", run.Id), ("@started", run.Started.ToUnixTimeMilliseconds()), ("@settled", settled));
        await settle.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _preparing.Dispose();
        await dialect.DisposeAsync();
    }

    private static ValueTask InsertAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<RequestRecord> records, CancellationToken cancellationToken)
    {
        var columns = RecordColumns.All;
        var insert = new Statement(
            $"""
            INSERT INTO {AnalyticsSchema.Requests} ({string.Join(", ", columns.Select(RecordColumns.StoredName))})
            VALUES ({string.Join(", ", columns.Select((_, index) => $"@p{index}"))})
            """,
            [.. columns.Select((column, index) => ($"@p{index}", DbTypeOf(column.Kind)))]);
        return insert.RunForEachAsync(
            connection, transaction, records.Select(record => columns.Select(column => RecordColumns.StoredValue(column, record)).ToArray()), cancellationToken);
    }

    private static async ValueTask AddToRollupsAsync(DbConnection connection, DbTransaction transaction, RollupBatch batch, CancellationToken cancellationToken)
    {
        (string, DbType)[] place = [("@span", DbType.Int64), ("@start", DbType.Int64), ("@model", DbType.String), ("@task", DbType.String), ("@key", DbType.String)];
        var read = new Statement(
            $"SELECT figures FROM {AnalyticsSchema.Rollups} WHERE span = @span AND start_seconds = @start AND model = @model AND task = @task AND key = @key", place);
        var write = new Statement(
            $"""
            INSERT INTO {AnalyticsSchema.Rollups} (span, start_seconds, model, task, key, figures) VALUES (@span, @start, @model, @task, @key, @figures)
            ON CONFLICT (span, start_seconds, model, task, key) DO UPDATE SET figures = excluded.figures
            """,
            [.. place, ("@figures", DbType.Binary)]);
        var added = batch.Rollups.ToList();
        var known = await read.ReadForEachAsync(connection, transaction, added.Select(rollup => PlaceOf(rollup.Key)), cancellationToken);
        for (var i = 0; i < added.Count; i++)
        {
            if (known[i] is byte[] figures)
                added[i].Value.Merge(Rollup.Unpack(figures));
        }
        await write.RunForEachAsync(
            connection, transaction, added.Select(rollup => (object[])[.. PlaceOf(rollup.Key), rollup.Value.Pack().ToArray()]), cancellationToken);
    }

    private static object[] PlaceOf((RollupSpan Span, long Start, RollupKey Key) rollup) =>
        [(long)rollup.Span, rollup.Start, RecordColumns.Storable(rollup.Key.Model), RecordColumns.Storable(rollup.Key.Task), RecordColumns.Storable(rollup.Key.Key)];

    private static DbType DbTypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => DbType.String,
        ColumnKind.Real => DbType.Double,
        _ => DbType.Int64,
    };
}

/// <summary>One life of the service's process.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Started">When.</param>
internal sealed record Run(string Id, DateTimeOffset Started);
