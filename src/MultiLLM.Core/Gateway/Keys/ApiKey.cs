using System.Collections.Frozen;
using MultiLLM.Core.Gateway.Limits;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>What is known of a key, without its secret.</summary>
public sealed record ApiKey
{
    /// <summary>The part of the key by which it is looked up; no secret, and the same after a rotation.</summary>
    public required string Prefix { get; init; }

    /// <summary>What records, lists and the audit log call it.</summary>
    public string Id => IdOf(Prefix);

    /// <summary>For people.</summary>
    public required string Name { get; init; }
    public required CallerRole Role { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>It is refused from then on; null: it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>It is refused since then, for good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Known to within a minute; null: it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Its secret was replaced then; null: it still has its first one.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>The secret before that one is taken until then; null: it is not.</summary>
    public DateTimeOffset? OldUntil { get; init; }

    /// <summary>Ids and aliases, in lower case, of the models it may use; null: all.</summary>
    public FrozenSet<string>? Models { get; init; }

    /// <summary>What automatic selection weighs where its requests say nothing: "fast", "balanced" or "quality"; null: as the service does.</summary>
    public string? Preference { get; init; }
    public KeyLimits Limits { get; init; } = KeyLimits.None;

    private const string IdMark = "key-";

    public static string IdOf(string prefix) => IdMark + prefix;

    /// <summary>Empty: it is no key's id.</summary>
    public static string PrefixOf(string id) => id.StartsWith(IdMark, StringComparison.Ordinal) ? id[IdMark.Length..] : "";

    public bool IsActiveAt(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

    /// <summary>"active", "expired" or "revoked".</summary>
    public string StatusAt(DateTimeOffset now) => RevokedAt is not null ? "revoked" : IsActiveAt(now) ? "active" : "expired";

    /// <summary>Whether a secret that was right at that time is still taken, as far as rotations go.</summary>
    public bool CountsIfShownAt(DateTimeOffset at, DateTimeOffset now) => !(RotatedAt > at) || now < OldUntil;
}
