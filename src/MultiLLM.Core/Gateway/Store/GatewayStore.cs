using System.Data.Common;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Store;

/// <summary>
/// The database of the gateway: a file of this service's own, or a PostgreSQL that several gateways share. Each part has its tables and its SQL; this opens,
/// migrates, and turns what a database cannot do into <see cref="ErrorCode.GatewayStoreUnavailable"/>.
/// </summary>
internal sealed class GatewayStore(IStoreDialect dialect, IEnumerable<GatewayTables> parts) : IAsyncDisposable
{
    public const string Meta = "multillm_gateway_meta";

    private readonly GatewayTables[] _parts = [.. parts];
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _ready;

    /// <summary>For people: a path or a server, without secrets.</summary>
    public string Name => dialect.Name;

    /// <summary>Looks something up.</summary>
    public ValueTask<Result<T>> ReadAsync<T>(Func<DbConnection, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken) where T : notnull =>
        AskAsync<T>(async () =>
        {
            await using var connection = await OpenAsync(cancellationToken);
            return await read(connection, cancellationToken);
        });

    /// <summary>Changes something, all of it or nothing, while no other gateway does: it is committed where <paramref name="change"/> succeeds.</summary>
    public ValueTask<Result<T>> ChangeAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, ValueTask<Result<T>>> change, CancellationToken cancellationToken)
        where T : notnull => AskAsync(async () =>
        {
            await using var connection = await OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await dialect.LockAsync(connection, transaction, cancellationToken);
            var changed = await change(connection, transaction, cancellationToken);
            if (changed.IsSuccess)
                await transaction.CommitAsync(cancellationToken);
            return changed;
        });

    public async ValueTask DisposeAsync()
    {
        _preparing.Dispose();
        await dialect.DisposeAsync();
    }

    private async ValueTask<Result<T>> AskAsync<T>(Func<Task<Result<T>>> ask) where T : notnull
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (dialect.TroubleOf(error) is not null)
        {
            return new Error(ErrorCode.GatewayStoreUnavailable, $"The gateway's database does not answer: {error.Message}", RetryAfter: TimeSpan.FromSeconds(5));
        }
    }

    private async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (!_ready || !dialect.MayExist)
            await PrepareAsync(cancellationToken);
        return await dialect.OpenAsync(cancellationToken);
    }

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await dialect.OpenAsync(cancellationToken);
            await dialect.PrepareAsync(connection, cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await dialect.LockAsync(connection, transaction, cancellationToken);
            foreach (var part in _parts)
                await new SchemaVersion(Meta, $"{part.Name}_version", $"the part for {part.Name}").MigrateAsync(connection, transaction, part.Steps(dialect), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            _ready = true;
        }
        finally
        {
            _preparing.Release();
        }
    }
}
