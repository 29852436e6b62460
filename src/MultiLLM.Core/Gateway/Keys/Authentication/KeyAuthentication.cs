using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Gateway.Keys.Authentication;

/// <summary>
/// Remembers the keys whose secret was checked, and under which hash; whether the key still counts is asked of the ring each time, so that a revocation needs
/// nobody's attention here.
/// </summary>
internal sealed class KeyAuthentication(KeyRing ring, KeyUses uses, SlowChecks slow, OwnKey own, IOptions<GatewayOptions> options, TimeProvider time) : IKeyAuthentication
{
    /// <summary>Only right keys are remembered, and there are fewer; replaced secrets leave entries behind.</summary>
    private const int MostRemembered = 2 * KeyRing.MostKeys;

    private const string Unknown = "This service does not know the key.";

    private readonly ConcurrentDictionary<KeyDigest, Checked> _checked = new();
    private readonly FailedAttempts _failed = new(options.Value.FailuresPerMinute, time);
    private readonly byte[] _pepper = RandomNumberGenerator.GetBytes(32);

    /// <param name="Prefix">Of the key.</param>
    /// <param name="Mark">Of the hash that the secret matched.</param>
    private readonly record struct Checked(string Prefix, UInt128 Mark);

    public ValueTask<Result<Caller>> AuthenticateAsync(string key, IPAddress? from, CancellationToken cancellationToken)
    {
        if (KeySecret.Parse(key) is not { } secret)
            return ValueTask.FromResult<Result<Caller>>(Refused("This is no key: keys look like mllm_, eight characters, _ and forty more.", from));
        var digest = KeyDigest.Of(key, _pepper);
        if (!ring.IsStale && _checked.TryGetValue(digest, out var known) && ring.Current.Find(known.Prefix) is { } stored && stored.IsTakenBy(known.Mark, time.GetUtcNow()))
            return ValueTask.FromResult(Admit(stored, from));
        return own.Is(secret)
            ? ValueTask.FromResult<Result<Caller>>(own.Caller with { Address = from?.ToString() })
            : CheckAsync(secret, digest, from, cancellationToken);
    }

    public Result<Caller> CallerOf(string keyId, IPAddress? from, DateTimeOffset? shown = null) =>
        Active(keyId, shown) is { } stored
            ? Admit(stored, from)
            : new Error(ErrorCode.KeyInvalid, "The key with which this page was opened counts no more; sign in again.");

    public bool Counts(string keyId, DateTimeOffset? shown = null) => Active(keyId, shown) is not null;

    private StoredKey? Active(string keyId, DateTimeOffset? shown) =>
        !ring.IsStale && ring.Current.FindId(keyId) is { } stored && stored.Key.IsActiveAt(time.GetUtcNow()) && (shown is not { } at || stored.Key.CountsIfShownAt(at, time.GetUtcNow()))
            ? stored
            : null;

    private async ValueTask<Result<Caller>> CheckAsync(KeySecret secret, KeyDigest digest, IPAddress? from, CancellationToken cancellationToken)
    {
        // Another gateway may have made it just now. Also done for keys that are known, so that both take the same time.
        var looked = await ring.LookAsync(options.Value.KeyInterval, cancellationToken);
        if (!looked.IsSuccess && ring.IsStale)
            return looked.Error;
        var stored = ring.Current.Find(secret.Prefix);
        var hash = stored?.HashFor(secret, time.GetUtcNow()) ?? KeyHash.StandIn(secret.Prefix, _pepper);
        if (!hash.MightBe(secret))
            return Refused(Unknown, from);
        var matches = await slow.IsAsync(digest, secret, hash, cancellationToken);
        if (!matches.IsSuccess)
            return matches.Error;
        if (!matches.Value || stored is null)
            return Refused(Unknown, from);
        if (_checked.Count >= MostRemembered)
            _checked.Clear();
        _checked[digest] = new Checked(stored.Key.Prefix, hash.Mark);
        return Admit(stored, from);
    }

    private Result<Caller> Admit(StoredKey stored, IPAddress? from)
    {
        var key = stored.Key;
        if (!key.IsActiveAt(time.GetUtcNow()))
            return Refused($"The key {key.Id} {(key.RevokedAt is null ? "has expired" : "was revoked")}.", from);
        var caller = new Caller
        {
            KeyId = key.Id,
            Name = key.Name,
            Role = key.Role,
            Address = from?.ToString(),
            Models = key.Models,
            Preference = key.Preference is { } name ? Preference.Named(name) : null,
            Limits = key.Limits,
        };
        uses.Note(key, caller);
        return caller;
    }

    private Error Refused(string message, IPAddress? from) => _failed.Note(from) is { } wait
        ? new Error(ErrorCode.RateLimited, $"{message} {options.Value.FailuresPerMinute} keys a minute may be wrong; wait before the next.", RetryAfter: wait)
        : new Error(ErrorCode.KeyInvalid, message);
}
