using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Gateway.Store;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>
/// Owner of the keys on this gateway. The database has the last word, for other gateways and the command line change it too; what was read of it last is one
/// snapshot that requests are checked against without waiting.
/// </summary>
internal sealed class KeyRing(GatewayStore store, KeyUses uses, IAuditLog audit, IOptions<GatewayOptions> options, TimeProvider time) : IKeys, IDisposable
{
    /// <summary>All of them are held in memory.</summary>
    public const int MostKeys = 50_000;

    private sealed record Look(KeySnapshot Keys, long At);

    private readonly SemaphoreSlim _looking = new(1, 1);
    private volatile Look? _last;

    public KeySnapshot Current => _last?.Keys ?? KeySnapshot.None;

    /// <summary>Whether what is known is so old that a key may have been revoked since.</summary>
    public bool IsStale => _last is not { } last || time.GetElapsedTime(last.At) > options.Value.KeysMaxAge;

    /// <summary>Looks at the database unless that was done within <paramref name="maxAge"/>. Only the version is read where nothing changed.</summary>
    public async ValueTask<Result<KeySnapshot>> LookAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        if (FreshWithin(maxAge) is { } known)
            return known;
        await _looking.WaitAsync(cancellationToken);
        try
        {
            if (FreshWithin(maxAge) is { } fresh)
                return fresh; // somebody looked while this one waited
            var at = time.GetTimestamp();
            var before = Current;
            var read = await store.ReadAsync(
                async (connection, cancel) => before.Version >= 0 && await KeyTable.VersionAsync(connection, cancel) == before.Version
                    ? before
                    : await KeyTable.AllAsync(connection, cancel),
                cancellationToken);
            if (read.IsSuccess)
                _last = new Look(read.Value, at);
            return read;
        }
        finally
        {
            _looking.Release();
        }
    }

    public async ValueTask<Result<IReadOnlyList<ApiKey>>> ListAsync(CancellationToken cancellationToken)
    {
        var keys = await LookAsync(TimeSpan.Zero, cancellationToken);
        return keys.IsSuccess
            ? keys.Value.All.Select(stored => uses.With(stored.Key)).OrderByDescending(key => key.CreatedAt).ThenBy(key => key.Prefix, StringComparer.Ordinal).ToList()
            : keys.Error;
    }

    public async ValueTask<Result<ApiKey>> FindAsync(string id, CancellationToken cancellationToken)
    {
        var keys = await LookAsync(TimeSpan.Zero, cancellationToken);
        if (!keys.IsSuccess)
            return keys.Error;
        return keys.Value.All.FirstOrDefault(stored => stored.Key.Id == id) is { } found ? uses.With(found.Key) : NotFound(id);
    }

    public async ValueTask<Result<IssuedKey>> CreateAsync(KeyOrder order, Caller by, CancellationToken cancellationToken)
    {
        if (order.ExpiresAt <= time.GetUtcNow())
            return new Error(ErrorCode.InvalidRequest, "expires_at must lie in the future.", "expires_at");
        var secret = KeySecret.Generate();
        var hash = KeyHash.Of(secret); // slow, and others wait while the database is being changed
        var created = await store.ChangeAsync<IssuedKey>(async (connection, transaction, cancel) =>
        {
            if (await KeyTable.CountAsync(connection, transaction, cancel) >= MostKeys)
                return new Error(ErrorCode.InvalidRequest, $"There are {MostKeys} keys, revoked ones included; that is the limit.");
            while (await KeyTable.FindAsync(connection, transaction, secret.Prefix, cancel) is not null) // one in a trillion for each key there is
            {
                secret = KeySecret.Generate();
                hash = KeyHash.Of(secret);
            }
            var key = new ApiKey
            {
                Prefix = secret.Prefix,
                Name = order.Name,
                Role = order.Role,
                CreatedAt = time.GetUtcNow(),
                ExpiresAt = order.ExpiresAt,
                Models = order.Models,
                Preference = order.Preference,
                Limits = order.Limits,
            };
            await KeyTable.PutAsync(connection, transaction, new StoredKey(key, hash), cancel);
            return new IssuedKey(key, secret);
        }, cancellationToken);
        await TellAsync(created.IsSuccess ? created.Value.Key : created.Error!, by, AuditActions.KeyCreated);
        return created;
    }

    public async ValueTask<Result<ApiKey>> ChangeAsync(string id, Func<ApiKey, ApiKey> change, Caller by, CancellationToken cancellationToken)
    {
        var changed = await UpdateAsync<ApiKey>(id, stored =>
        {
            if (stored.Key.RevokedAt is not null)
                return CountsNoMore(stored.Key, "revoked");
            var wanted = change(stored.Key);
            var key = stored.Key with
            {
                Name = wanted.Name, Role = wanted.Role, ExpiresAt = wanted.ExpiresAt, Models = wanted.Models, Preference = wanted.Preference, Limits = wanted.Limits,
            };
            return (stored with { Key = key }, key);
        }, cancellationToken);
        await TellAsync(changed, by, AuditActions.KeyChanged);
        return changed;
    }

    public async ValueTask<Result<ApiKey>> RevokeAsync(string id, Caller by, CancellationToken cancellationToken)
    {
        var did = false;
        var revoked = await UpdateAsync<ApiKey>(id, stored =>
        {
            did = stored.Key.RevokedAt is null;
            var key = did ? stored.Key with { RevokedAt = time.GetUtcNow() } : stored.Key;
            return (stored with { Key = key }, key);
        }, cancellationToken);
        if (did || !revoked.IsSuccess)
            await TellAsync(revoked, by, AuditActions.KeyRevoked);
        return revoked;
    }

    public async ValueTask<Result<IssuedKey>> RotateAsync(string id, TimeSpan grace, Caller by, CancellationToken cancellationToken)
    {
        var secret = KeySecret.Generate(ApiKey.PrefixOf(id));
        var hash = KeyHash.Of(secret);
        var rotated = await UpdateAsync<IssuedKey>(id, stored =>
        {
            var now = time.GetUtcNow();
            if (!stored.Key.IsActiveAt(now))
                return CountsNoMore(stored.Key, stored.Key.RevokedAt is null ? "expired" : "revoked");
            var key = stored.Key with { RotatedAt = now, OldUntil = grace > TimeSpan.Zero ? now + grace : null };
            return (new StoredKey(key, hash, grace > TimeSpan.Zero ? stored.Hash : null), new IssuedKey(key, secret));
        }, cancellationToken);
        await TellAsync(rotated.IsSuccess ? rotated.Value.Key : rotated.Error!, by, AuditActions.KeyRotated);
        return rotated;
    }

    public void Dispose() => _looking.Dispose();

    /// <summary>Zero: what was read before now is never fresh.</summary>
    private KeySnapshot? FreshWithin(TimeSpan maxAge) =>
        maxAge > TimeSpan.Zero && _last is { } known && time.GetElapsedTime(known.At) <= maxAge ? known.Keys : null;

    private ValueTask<Result<T>> UpdateAsync<T>(string id, Func<StoredKey, Result<(StoredKey Key, T Outcome)>> update, CancellationToken cancellationToken) where T : notnull =>
        store.ChangeAsync<T>(async (connection, transaction, cancel) =>
        {
            if (await KeyTable.FindAsync(connection, transaction, ApiKey.PrefixOf(id), cancel) is not { } stored)
                return NotFound(id);
            var updated = update(stored);
            if (!updated.IsSuccess)
                return updated.Error;
            await KeyTable.PutAsync(connection, transaction, updated.Value.Key, cancel);
            return updated.Value.Outcome;
        }, cancellationToken);

    /// <summary>It is done, so whoever asked must not be told otherwise: this gateway looks again at the latest with its next look.</summary>
    private async ValueTask TellAsync(Result<ApiKey> key, Caller by, string action)
    {
        if (!key.IsSuccess)
            return;
        audit.Append(AuditEntry.By(by, action, "done", key.Value.Id) with { Details = Details(key.Value) });
        await LookAsync(TimeSpan.Zero, CancellationToken.None);
    }

    private static Dictionary<string, string> Details(ApiKey key)
    {
        var details = new Dictionary<string, string> { ["name"] = key.Name, ["role"] = EnumWords<CallerRole>.Of(key.Role) };
        if (key.ExpiresAt is { } end)
            details["expires_at"] = end.ToString("O");
        if (key.OldUntil is { } until)
            details["old_until"] = until.ToString("O");
        if (key.Models is { } models)
            details["models"] = string.Join(", ", models.Order(StringComparer.Ordinal).Take(16));
        return details;
    }

    private static Error NotFound(string id) =>
        new(ErrorCode.KeyNotFound, $"There is no key \"{KeySecret.Redact(id.Length > 64 ? id[..64] + "…" : id)}\"; keys are named like key-abcdefgh.", "id");

    private static Error CountsNoMore(ApiKey key, string why) => new(ErrorCode.InvalidRequest, $"{key.Id} is {why}; make a new key.", "id");
}
