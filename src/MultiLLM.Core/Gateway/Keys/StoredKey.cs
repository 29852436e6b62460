using MultiLLM.Core.Gateway.Keys.Secrets;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>A key with what its secret is checked by.</summary>
/// <param name="Key">What is known of it.</param>
/// <param name="Hash">Of its secret.</param>
/// <param name="Old">Of the secret before the last rotation; null: there is none, or it counts no more.</param>
internal sealed record StoredKey(ApiKey Key, KeyHash Hash, KeyHash? Old = null)
{
    /// <summary>The one hash that the secret may match, so that each attempt costs one slow hash at most.</summary>
    public KeyHash HashFor(KeySecret secret, DateTimeOffset now) =>
        Old is not null && now < Key.OldUntil && Old.MightBe(secret) && !Hash.MightBe(secret) ? Old : Hash;

    /// <summary>Whether a secret that once matched the hash of that mark still counts.</summary>
    public bool IsTakenBy(UInt128 mark, DateTimeOffset now) => Hash.Mark == mark || (Old?.Mark == mark && now < Key.OldUntil);
}
