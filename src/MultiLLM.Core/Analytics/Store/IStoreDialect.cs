using System.Data.Common;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>Where the two databases differ; all other SQL is the same for both.</summary>
internal interface IStoreDialect : IAsyncDisposable
{
    /// <summary>For people: a path or a server, without secrets.</summary>
    string Name { get; }

    /// <summary>Type of a column that numbers its rows in ascending order.</summary>
    string RowId { get; }

    /// <summary>Type of a column of bytes.</summary>
    string Bytes { get; }

    /// <summary>False: it has vanished, or was never there.</summary>
    bool MayExist { get; }

    ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Before the first table is made or looked for.</summary>
    ValueTask PrepareAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Keeps other services' writers away until the transaction ends.</summary>
    ValueTask LockAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Bytes taken, of which free space inside is not counted.</summary>
    ValueTask<long> SizeAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Gives free space inside back to the disk.</summary>
    ValueTask ReclaimAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Leaves as little as the database can of what was deleted.</summary>
    ValueTask ForgetAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>What an exception of this database means; null: a bug.</summary>
    StoreTrouble? TroubleOf(Exception exception);

    /// <summary>Moves a damaged database out of the way. Its new name; null: that cannot be done.</summary>
    string? SetAside(DateTimeOffset now);
}

/// <summary>Why a database does not do what it should.</summary>
internal enum StoreTrouble
{
    /// <summary>Somebody else has locked it; it passes.</summary>
    Locked,

    /// <summary>The disk is full or may not be written.</summary>
    Unwritable,

    /// <summary>The server does not answer.</summary>
    Unreachable,

    /// <summary>What it holds makes no sense.</summary>
    Damaged,

    /// <summary>A newer version of this program made it.</summary>
    Newer,
}
