using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>A file of this service's own.</summary>
/// <param name="path">Where it lies.</param>
/// <param name="isDurable">What is written survives a power cut; else the last of it may be gone, though the rest is whole.</param>
internal sealed class SqliteDialect(string path, bool isDurable = false) : IStoreDialect
{
    private const int BusySeconds = 2;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(10);

    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWrite,
        DefaultTimeout = BusySeconds,
    }.ToString();

    public string Name => path;
    public string RowId => "INTEGER PRIMARY KEY AUTOINCREMENT";
    public string Bytes => "BLOB";
    public bool MayExist => File.Exists(path);

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            await CreateAsync(cancellationToken);
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await RunAsync(connection, isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", cancellationToken); // with a write-ahead log, both are safe against a kill
            await RunAsync(connection, "PRAGMA secure_delete = ON", cancellationToken); // what is deleted is overwritten
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await RunAsync(connection, "PRAGMA auto_vacuum = INCREMENTAL", cancellationToken); // counts for a new file only
        await RunAsync(connection, "PRAGMA journal_mode = WAL", cancellationToken);
        await RunAsync(connection, "PRAGMA journal_size_limit = 16777216", cancellationToken);
    }

    /// <summary>The transaction began with its lock.</summary>
    public ValueTask LockAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<long> SizeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var pages = await NumberAsync(connection, "PRAGMA page_count", cancellationToken) - await NumberAsync(connection, "PRAGMA freelist_count", cancellationToken);
        return pages * await NumberAsync(connection, "PRAGMA page_size", cancellationToken);
    }

    public ValueTask ReclaimAsync(DbConnection connection, CancellationToken cancellationToken) =>
        RunAsync(connection, "PRAGMA incremental_vacuum(4096)", cancellationToken);

    /// <summary>The write-ahead log may still hold what was deleted.</summary>
    public ValueTask ForgetAsync(DbConnection connection, CancellationToken cancellationToken) =>
        RunAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);

    public StoreTrouble? TroubleOf(Exception exception) => exception switch
    {
        StoreException own => own.Trouble,
        InvalidDataException => StoreTrouble.Damaged,
        SqliteException { SqliteErrorCode: 5 or 6 } => StoreTrouble.Locked, // BUSY, LOCKED
        SqliteException { SqliteErrorCode: 11 or 26 } => StoreTrouble.Damaged, // CORRUPT, NOTADB
        SqliteException { SqliteErrorCode: 1 } => StoreTrouble.Damaged, // ERROR: the statements are ours, so the tables are not
        SqliteException { SqliteErrorCode: 3 or 8 or 10 or 13 or 14 or 23 } => StoreTrouble.Unwritable, // PERM, READONLY, IOERR, FULL, CANTOPEN, AUTH
        IOException or UnauthorizedAccessException => StoreTrouble.Unwritable,
        _ => null,
    };

    public string? SetAside(DateTimeOffset now)
    {
        SqliteConnection.ClearAllPools();
        var name = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{now:yyyyMMdd-HHmmss}");
        foreach (var suffix in (ReadOnlySpan<string>)["-wal", "-shm", ""])
        {
            if (File.Exists(path + suffix))
                File.Move(path + suffix, name + suffix, overwrite: true);
        }
        return name;
    }

    public ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// An empty file is an empty database; this one only its owner may read. Another process may be at it too: only one of them removes what an earlier file
    /// left and makes the new one, and for all others it is there.
    /// </summary>
    private async ValueTask CreateAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var alone = await LockCreationAsync(cancellationToken);
        if (File.Exists(path))
            return;
        using (var connection = new SqliteConnection(_connectionString))
            SqliteConnection.ClearPool(connection); // of a file that was here before
        foreach (var suffix in (ReadOnlySpan<string>)["-wal", "-shm"])
            File.Delete(path + suffix);
        await OwnerOnly.Open(path, FileMode.CreateNew).DisposeAsync();
    }

    /// <exception cref="IOException">Somebody has it for longer than that takes, or the folder cannot be written.</exception>
    private async ValueTask<FileStream> LockCreationAsync(CancellationToken cancellationToken)
    {
        var name = path + ".creating";
        for (var start = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                // Whoever opened it before it is deleted finds the database made.
                return OwnerOnly.Open(name, FileMode.OpenOrCreate, FileShare.None, FileOptions.DeleteOnClose);
            }
            catch (IOException e) when (IsHeld(e) && TimeProvider.System.GetElapsedTime(start).TotalSeconds < BusySeconds)
            {
                await Task.Delay(LockPause, TimeProvider.System, cancellationToken); // another process holds it, so the time is the machine's
            }
        }
    }

    /// <summary>By the system's number, because the file may be gone by now: EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static async ValueTask RunAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async ValueTask<long> NumberAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }
}
