using System.Data.Common;
using System.Globalization;

namespace MultiLLM.Core.Analytics.Store;

/// <summary>Brings tables to the newest version of their schema, one step after another, and remembers which they have.</summary>
/// <param name="meta">Table of the versions.</param>
/// <param name="name">Of this one in it.</param>
/// <param name="what">Has the version, for a person: "the database".</param>
internal sealed class SchemaVersion(string meta, string name, string what)
{
    /// <param name="connection">To the database.</param>
    /// <param name="transaction">In which all of it happens, with the database's lock held.</param>
    /// <param name="steps">Statements of each version, the first one's first.</param>
    /// <param name="cancellationToken">Stops before the end, with nothing done.</param>
    /// <exception cref="StoreException">The tables are of a newer program.</exception>
    public async ValueTask MigrateAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<IReadOnlyList<string>> steps, CancellationToken cancellationToken)
    {
        await using (var create = connection.Command(transaction, $"CREATE TABLE IF NOT EXISTS {meta} (name TEXT PRIMARY KEY, value BIGINT NOT NULL)"))
            await create.ExecuteNonQueryAsync(cancellationToken);
        await using var read = connection.Command(transaction, $"SELECT value FROM {meta} WHERE name = @name", ("@name", name));
        var version = Convert.ToInt32(await read.ExecuteScalarAsync(cancellationToken) ?? 0, CultureInfo.InvariantCulture);
        if (version > steps.Count)
            throw new StoreException(StoreTrouble.Newer, $"{what} has version {version}, and this program knows versions up to {steps.Count}");
        foreach (var statement in steps.Skip(version).SelectMany(step => step))
        {
            await using var command = connection.Command(transaction, statement);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        if (version == steps.Count)
            return;
        await using var write = connection.Command(transaction,
            $"INSERT INTO {meta} (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            ("@name", name), ("@value", (long)steps.Count));
        await write.ExecuteNonQueryAsync(cancellationToken);
    }
}
