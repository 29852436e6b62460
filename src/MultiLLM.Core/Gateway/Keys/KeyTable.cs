using System.Collections.Frozen;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Gateway.Store;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>All SQL of the keys. What comes from outside goes into parameters only.</summary>
internal static class KeyTable
{
    private const string Keys = "multillm_keys";
    private const string Changes = "keys_changes";

    private const string Columns =
        "prefix, name, role, created_ms, expires_ms, revoked_ms, last_used_ms, models, preference, limits, "
        + "salt, quick_check, hash, iterations, rotated_ms, old_until_ms, old_salt, old_quick_check, old_hash, old_iterations";

    public static GatewayTables Tables { get; } = new("keys", dialect =>
    [
        [
            $"""
            CREATE TABLE {Keys} (
                prefix TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, created_ms BIGINT NOT NULL, expires_ms BIGINT, revoked_ms BIGINT, last_used_ms BIGINT,
                models TEXT, preference TEXT, limits TEXT NOT NULL,
                salt {dialect.Bytes} NOT NULL, quick_check {dialect.Bytes} NOT NULL, hash {dialect.Bytes} NOT NULL, iterations BIGINT NOT NULL,
                rotated_ms BIGINT, old_until_ms BIGINT, old_salt {dialect.Bytes}, old_quick_check {dialect.Bytes}, old_hash {dialect.Bytes}, old_iterations BIGINT)
            """,
            $"INSERT INTO {GatewayStore.Meta} (name, value) VALUES ('{Changes}', 0)",
        ],
    ]);

    /// <summary>How often keys were changed, by whichever gateway.</summary>
    public static async ValueTask<long> VersionAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.NumberAsync($"SELECT value FROM {GatewayStore.Meta} WHERE name = @name", cancellationToken, ("@name", Changes)) ?? 0;

    public static async ValueTask<KeySnapshot> AllAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(connection, cancellationToken); // before the keys: a change meanwhile is looked at once more
        await using var command = connection.Command($"SELECT {Columns} FROM {Keys}");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<StoredKey>();
        while (await rows.ReadAsync(cancellationToken))
            keys.Add(Read(rows));
        return new KeySnapshot(version, keys);
    }

    public static async ValueTask<StoredKey?> FindAsync(DbConnection connection, DbTransaction transaction, string prefix, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(transaction, $"SELECT {Columns} FROM {Keys} WHERE prefix = @prefix", ("@prefix", prefix));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? Read(rows) : null;
    }

    public static async ValueTask<long> CountAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(transaction, $"SELECT COUNT(*) FROM {Keys}");
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Writes the key in place of what was there, and tells all gateways that something changed.</summary>
    public static async ValueTask PutAsync(DbConnection connection, DbTransaction transaction, StoredKey stored, CancellationToken cancellationToken)
    {
        var values = Values(stored);
        await using (var remove = connection.Command(transaction, $"DELETE FROM {Keys} WHERE prefix = @prefix", ("@prefix", stored.Key.Prefix)))
            await remove.ExecuteNonQueryAsync(cancellationToken);
        var names = Columns.Split(", ");
        await using (var insert = connection.Command(transaction, $"INSERT INTO {Keys} ({Columns}) VALUES ({string.Join(", ", names.Select(name => "@" + name))})"))
        {
            for (var i = 0; i < names.Length; i++)
                insert.Add("@" + names[i], values[i] ?? DBNull.Value);
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
        await using var count = connection.Command(transaction, $"UPDATE {GatewayStore.Meta} SET value = value + 1 WHERE name = @name", ("@name", Changes));
        await count.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Changes nothing that another gateway would have to know.</summary>
    public static async ValueTask UsedAsync(DbConnection connection, DbTransaction transaction, string prefix, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            transaction, $"UPDATE {Keys} SET last_used_ms = @at WHERE prefix = @prefix AND (last_used_ms IS NULL OR last_used_ms < @at)",
            ("@at", at.ToUnixTimeMilliseconds()), ("@prefix", prefix));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static object?[] Values(StoredKey stored)
    {
        var (key, hash, old) = stored;
        return
        [
            key.Prefix, RecordColumns.Storable(key.Name), EnumWords<CallerRole>.Of(key.Role), Milliseconds(key.CreatedAt), Milliseconds(key.ExpiresAt), Milliseconds(key.RevokedAt),
            Milliseconds(key.LastUsedAt), key.Models is { } models ? JsonSerializer.Serialize([.. models.Order(StringComparer.Ordinal)], KeyJson.Default.StringArray) : null,
            key.Preference, JsonSerializer.Serialize(key.Limits, KeyJson.Default.KeyLimits),
            hash.Salt, hash.Check, hash.Hash, (long)hash.Iterations, Milliseconds(key.RotatedAt), Milliseconds(key.OldUntil),
            old?.Salt, old?.Check, old?.Hash, (long?)old?.Iterations,
        ];
    }

    private static StoredKey Read(DbDataReader row)
    {
        var key = new ApiKey
        {
            Prefix = row.GetString(0),
            Name = row.GetString(1),
            Role = EnumWords<CallerRole>.Find(row.GetString(2)) ?? throw new InvalidDataException($"the key {ApiKey.IdOf(row.GetString(0))} has a role that nobody knows"),
            CreatedAt = Time(row, 3)!.Value,
            ExpiresAt = Time(row, 4),
            RevokedAt = Time(row, 5),
            LastUsedAt = Time(row, 6),
            Models = row.IsDBNull(7) ? null : Parsed(row, 7, KeyJson.Default.StringArray).ToFrozenSet(StringComparer.Ordinal),
            Preference = row.IsDBNull(8) ? null : row.GetString(8),
            Limits = Parsed(row, 9, KeyJson.Default.KeyLimits),
            RotatedAt = Time(row, 14),
            OldUntil = Time(row, 15),
        };
        return new StoredKey(key, HashAt(row, 10), row.IsDBNull(16) ? null : HashAt(row, 16));
    }

    // What limits a key and cannot be read must not count as no limit.
    private static T Parsed<T>(DbDataReader row, int at, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(row.GetString(at), type) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{row.GetName(at)} of the key {ApiKey.IdOf(row.GetString(0))} cannot be read: {error.Message}", error);
        }
    }

    private static KeyHash HashAt(DbDataReader row, int at) =>
        new(row.GetFieldValue<byte[]>(at), row.GetFieldValue<byte[]>(at + 1), row.GetFieldValue<byte[]>(at + 2), (int)row.GetInt64(at + 3));

    private static object? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    private static DateTimeOffset? Time(DbDataReader row, int at) => row.IsDBNull(at) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(at));
}
