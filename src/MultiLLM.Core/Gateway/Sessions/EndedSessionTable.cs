using System.Data.Common;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Gateway.Store;

namespace MultiLLM.Core.Gateway.Sessions;

/// <summary>All SQL of ended sessions. A row is kept until its session would have ended.</summary>
internal static class EndedSessionTable
{
    private const string Name = "multillm_ended_sessions";

    public static GatewayTables Tables { get; } = new("sessions", _ => [[$"CREATE TABLE {Name} (id TEXT PRIMARY KEY, until_ms BIGINT NOT NULL)"]]);

    public static async ValueTask<IReadOnlyList<(string Id, DateTimeOffset Until)>> AllAsync(DbConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command($"SELECT id, until_ms FROM {Name} WHERE until_ms > @now", ("@now", now.ToUnixTimeMilliseconds()));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(string, DateTimeOffset)>();
        while (await rows.ReadAsync(cancellationToken))
            found.Add((rows.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1))));
        return found;
    }

    /// <summary>Adds one and removes those that are over; how many there are then.</summary>
    public static async ValueTask<long> AddAsync(
        DbConnection connection, DbTransaction transaction, string id, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await RunAsync(connection, transaction, $"DELETE FROM {Name} WHERE until_ms <= @now", cancellationToken, ("@now", now.ToUnixTimeMilliseconds()));
        await RunAsync(
            connection, transaction,
            $"INSERT INTO {Name} (id, until_ms) VALUES (@id, @until) ON CONFLICT (id) DO UPDATE SET until_ms = excluded.until_ms",
            cancellationToken, ("@id", id), ("@until", until.ToUnixTimeMilliseconds()));
        await using var count = connection.Command(transaction, $"SELECT COUNT(*) FROM {Name}");
        return Convert.ToInt64(await count.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Leaves no other row.</summary>
    public static ValueTask KeepOnlyAsync(DbConnection connection, DbTransaction transaction, string id, CancellationToken cancellationToken) =>
        RunAsync(connection, transaction, $"DELETE FROM {Name} WHERE id <> @id", cancellationToken, ("@id", id));

    private static async ValueTask RunAsync(
        DbConnection connection, DbTransaction transaction, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
    {
        await using var command = connection.Command(transaction, sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
