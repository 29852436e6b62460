using System.Collections.Frozen;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Gateway.Limits;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>
/// Owner of the keys. A database that does not answer is <see cref="ErrorCode.GatewayStoreUnavailable"/>, an id that no key has
/// <see cref="ErrorCode.KeyNotFound"/>. What is done is told to the audit log.
/// </summary>
public interface IKeys
{
    /// <summary>The newest first, revoked and expired ones included.</summary>
    ValueTask<Result<IReadOnlyList<ApiKey>>> ListAsync(CancellationToken cancellationToken);

    ValueTask<Result<ApiKey>> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The one time its secret is known.</summary>
    ValueTask<Result<IssuedKey>> CreateAsync(KeyOrder order, Caller by, CancellationToken cancellationToken);

    /// <summary>Name, role, end, models, preference and limits become those that <paramref name="change"/> returns. Not of a revoked key.</summary>
    ValueTask<Result<ApiKey>> ChangeAsync(string id, Func<ApiKey, ApiKey> change, Caller by, CancellationToken cancellationToken);

    /// <summary>For good, and at once. Doing it again changes nothing.</summary>
    ValueTask<Result<ApiKey>> RevokeAsync(string id, Caller by, CancellationToken cancellationToken);

    /// <summary>A new secret for the same key; the old one is taken for <paramref name="grace"/> more, zero: not at all. Not of a key that counts no more.</summary>
    ValueTask<Result<IssuedKey>> RotateAsync(string id, TimeSpan grace, Caller by, CancellationToken cancellationToken);
}

/// <summary>The key that is wanted.</summary>
public sealed record KeyOrder
{
    public required string Name { get; init; }
    public CallerRole Role { get; init; } = CallerRole.User;
    public DateTimeOffset? ExpiresAt { get; init; }
    public FrozenSet<string>? Models { get; init; }
    public string? Preference { get; init; }
    public KeyLimits Limits { get; init; } = KeyLimits.None;
}

/// <param name="Key">What everybody may know of it.</param>
/// <param name="Secret">What only its holder may.</param>
public sealed record IssuedKey(ApiKey Key, KeySecret Secret);
