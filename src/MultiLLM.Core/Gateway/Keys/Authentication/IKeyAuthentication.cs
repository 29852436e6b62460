using System.Net;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Keys.Authentication;

/// <summary>Tells whose key it is. Safe from any thread.</summary>
public interface IKeyAuthentication
{
    /// <summary>
    /// The caller. <see cref="ErrorCode.KeyInvalid"/>: nobody's, or one that counts no more; <see cref="ErrorCode.RateLimited"/>: the same, and the address has
    /// sent too many of those; <see cref="ErrorCode.GatewayStoreUnavailable"/>: nobody can say.
    /// </summary>
    /// <param name="key">As it was sent.</param>
    /// <param name="from">Who sent it; null: not known.</param>
    /// <param name="cancellationToken">The caller has left.</param>
    ValueTask<Result<Caller>> AuthenticateAsync(string key, IPAddress? from, CancellationToken cancellationToken);

    /// <summary>The caller with the key of this public id, as far as it still counts; of whoever showed the key itself before.</summary>
    /// <param name="keyId">Of the key.</param>
    /// <param name="from">Who asks; null: not known.</param>
    /// <param name="shown">When the secret was shown; a secret that was replaced since then counts no more than it does itself. Null: just now.</param>
    Result<Caller> CallerOf(string keyId, IPAddress? from, DateTimeOffset? shown = null);

    /// <summary>Whether the key of this public id still counts. Nothing is noted of the question, so it may be asked often.</summary>
    bool Counts(string keyId, DateTimeOffset? shown = null);
}
