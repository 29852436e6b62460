using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>A server that several services may share.</summary>
internal sealed class PostgresDialect(string connectionString) : IStoreDialect
{
    /// <summary>Any number will do as long as all services use the same.</summary>
    private const long WriterLock = 0x6d75_6c74_696c_6c6d;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false; // its message may repeat a password
        }
    }

    public string Name
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return $"PostgreSQL at {settings.Host}:{settings.Port}, database {settings.Database}";
        }
    }

    public string RowId => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
    public string Bytes => "BYTEA";
    public bool MayExist => true;

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await _source.OpenConnectionAsync(cancellationToken);

    public ValueTask PrepareAsync(DbConnection connection, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask LockAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({WriterLock})");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Estimated of the rows that live: the files do not shrink when rows are deleted, so that a limit on them would delete everything.
    /// </summary>
    public async ValueTask<long> SizeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        const int IndexBytes = 60;
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT GREATEST(0, (SELECT reltuples FROM pg_class WHERE oid = '{AnalyticsSchema.Requests}'::regclass))
                * (COALESCE((SELECT AVG(pg_column_size(r.*)) FROM (SELECT * FROM {AnalyticsSchema.Requests} LIMIT 1000) r), 0) + {IndexBytes})
                + pg_total_relation_size('{AnalyticsSchema.Rollups}') + pg_total_relation_size('{AnalyticsSchema.Prompts}')
            """;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Makes deleted rows' room usable again, and counts those that are left.</summary>
    /// <summary>The server overwrites what was deleted in its own time.</summary>
    public ValueTask ForgetAsync(DbConnection connection, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask ReclaimAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"VACUUM {AnalyticsSchema.Requests}";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public StoreTrouble? TroubleOf(Exception exception) => exception switch
    {
        StoreException own => own.Trouble,
        InvalidDataException => StoreTrouble.Damaged,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege } => StoreTrouble.Unwritable,
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.SerializationFailure } => StoreTrouble.Locked,
        PostgresException { SqlState: ['4', '2', ..] } => StoreTrouble.Damaged, // the statements are ours, so the tables are not
        NpgsqlException or SocketException or TimeoutException or IOException => StoreTrouble.Unreachable,
        _ => null,
    };

    /// <summary>Other services use it too; a person must look.</summary>
    public string? SetAside(DateTimeOffset now) => null;

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
