using System.Data;
using System.Data.Common;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>One statement that is run for many sets of values: in few round trips where the database takes batches, else prepared once.</summary>
/// <param name="Sql">With named parameters.</param>
/// <param name="Parameters">In the order of the values.</param>
internal sealed record Statement(string Sql, IReadOnlyList<(string Name, DbType Type)> Parameters)
{
    private const int AtOnce = 500;

    public async ValueTask RunForEachAsync(DbConnection connection, DbTransaction transaction, IEnumerable<object[]> rows, CancellationToken cancellationToken)
    {
        if (connection.CanCreateBatch)
        {
            foreach (var some in rows.Chunk(AtOnce))
            {
                await using var batch = BatchOf(connection, transaction, some);
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }
            return;
        }
        await using var command = Prepared(connection, transaction);
        foreach (var row in rows)
        {
            Fill(command, row);
            await command.ExecuteNonQueryAsync(cancellationToken); // SQLite does it on this thread
            Thread.Yield(); // hundreds in a row would keep a core from requests for milliseconds
        }
    }

    /// <returns>For each set of values the first column of the first row; null: there is no row.</returns>
    public async ValueTask<IReadOnlyList<object?>> ReadForEachAsync(
        DbConnection connection, DbTransaction transaction, IEnumerable<object[]> rows, CancellationToken cancellationToken)
    {
        var found = new List<object?>();
        if (connection.CanCreateBatch)
        {
            foreach (var some in rows.Chunk(AtOnce))
            {
                await using var batch = BatchOf(connection, transaction, some);
                await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
                do
                {
                    found.Add(await reader.ReadAsync(cancellationToken) ? reader.GetValue(0) : null);
                }
                while (await reader.NextResultAsync(cancellationToken));
            }
            return found;
        }
        await using var command = Prepared(connection, transaction);
        foreach (var row in rows)
        {
            Fill(command, row);
            found.Add(await command.ExecuteScalarAsync(cancellationToken));
        }
        return found;
    }

    private DbCommand Prepared(DbConnection connection, DbTransaction transaction)
    {
        var command = connection.Command(transaction, Sql);
        foreach (var (name, type) in Parameters)
        {
            command.Add(name, DBNull.Value);
            command.Parameters[command.Parameters.Count - 1].DbType = type;
        }
        return command;
    }

    private static void Fill(DbCommand command, object[] row)
    {
        for (var i = 0; i < row.Length; i++)
            command.Parameters[i].Value = row[i];
    }

    private DbBatch BatchOf(DbConnection connection, DbTransaction transaction, object[][] rows)
    {
        var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = Sql;
            for (var i = 0; i < row.Length; i++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.DbType, parameter.Value) = (Parameters[i].Name, Parameters[i].Type, row[i]);
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        return batch;
    }
}
