namespace MultiLLM.Contracts.Api;

/// <summary>Body of <c>POST /keys</c>.</summary>
public sealed record KeyRequest
{
    /// <summary>For people, 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>"read_only", "user" or "admin". Default: "user".</summary>
    public string? Role { get; init; }

    /// <summary>It is refused from then on. Default: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Ids or aliases of the models it may use. Default: all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>"fast", "balanced" or "quality": what automatic selection weighs where a request says nothing. Default: as the service does.</summary>
    public string? Preference { get; init; }

    /// <summary>Default: none.</summary>
    public KeyLimitsInfo? Limits { get; init; }
}

/// <summary>Body of <c>PATCH /keys/{id}</c>: what is left out stays, null takes an end, a list of models, a preference or limits away.</summary>
public sealed record KeyChangeRequest
{
    /// <summary>As in <see cref="KeyRequest"/>, like the others.</summary>
    public string? Name { get; init; }

    /// <summary>The new role.</summary>
    public string? Role { get; init; }

    /// <summary>The new end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The new list of models.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>The new preference.</summary>
    public string? Preference { get; init; }

    /// <summary>The new limits, all of them.</summary>
    public KeyLimitsInfo? Limits { get; init; }
}

/// <summary>Body of <c>POST /keys/{id}/rotate</c>; it may be left out.</summary>
/// <param name="GraceSeconds">How long the old secret is still taken, up to 604800. Default: not at all.</param>
public sealed record KeyRotation(int? GraceSeconds = null);

/// <summary>What a key may use; absent: as much as it likes.</summary>
public sealed record KeyLimitsInfo
{
    /// <summary>Requests in a minute.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens in a minute.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Requests at once.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Tokens in a day.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Tokens in a month.</summary>
    public long? TokensPerMonth { get; init; }

    /// <summary>Tokens of the largest prompt.</summary>
    public int? MaxPromptTokens { get; init; }

    /// <summary>Tokens of the largest answer.</summary>
    public int? MaxAnswerTokens { get; init; }

    /// <summary>"low", "normal" or "high": whose requests wait for whose. Default: "normal".</summary>
    public string? Priority { get; init; }
}

/// <summary>A key, without its secret.</summary>
public sealed record KeyInfo
{
    /// <summary>What records and lists call it, for example "key-abcdefgh".</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>"read_only", "user" or "admin".</summary>
    public required string Role { get; init; }

    /// <summary>"active", "expired" or "revoked".</summary>
    public required string Status { get; init; }

    /// <summary>How the key begins; it is no secret.</summary>
    public required string BeginsWith { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>It is refused from then on; absent: it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>It is refused since then.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Absent: it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Its secret was replaced then.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>The secret before that one is taken until then.</summary>
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>Ids or aliases of the models it may use; absent: all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>What automatic selection weighs; absent: as the service does.</summary>
    public string? Preference { get; init; }

    /// <summary>What it may use; absent: as much as it likes.</summary>
    public KeyLimitsInfo? Limits { get; init; }
}

/// <summary>Answer of <c>GET /keys</c>.</summary>
/// <param name="Keys">The newest first, revoked and expired ones included.</param>
public sealed record KeyList(IReadOnlyList<KeyInfo> Keys);

/// <summary>Answer of <c>POST /keys</c> and <c>POST /keys/{id}/rotate</c>.</summary>
/// <param name="Key">What everybody may know.</param>
/// <param name="Secret">The whole key. This is the only time that it is told.</param>
public sealed record IssuedKeyInfo(KeyInfo Key, string Secret)
{
    /// <summary>Without the secret, which would else be wherever this is logged.</summary>
    public override string ToString() => $"{Key.Id} ({Key.Name})";
}

/// <summary>Answer of <c>GET /keys/self</c>: as whom the service takes the caller.</summary>
public sealed record CallerInfo
{
    /// <summary>The key's name, "local" for who comes without one from the service's machine.</summary>
    public required string Name { get; init; }

    /// <summary>"read_only", "user" or "admin".</summary>
    public required string Role { get; init; }

    /// <summary>Absent: there is none.</summary>
    public string? KeyId { get; init; }

    /// <summary>Ids or aliases of the models it may use; absent: all.</summary>
    public IReadOnlyList<string>? Models { get; init; }
}
