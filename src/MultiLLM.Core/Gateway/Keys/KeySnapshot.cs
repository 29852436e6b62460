using System.Collections.Frozen;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>All keys as they were in the database at one moment, revoked and expired ones included.</summary>
internal sealed class KeySnapshot(long version, IEnumerable<StoredKey> keys)
{
    private readonly FrozenDictionary<string, StoredKey> _byPrefix = keys.ToFrozenDictionary(stored => stored.Key.Prefix, StringComparer.Ordinal);

    public static KeySnapshot None { get; } = new(-1, []);

    /// <summary>Grows with every change of any gateway; -1: nobody has looked yet.</summary>
    public long Version => version;
    public IEnumerable<StoredKey> All => _byPrefix.Values;

    public StoredKey? Find(string prefix) => _byPrefix.GetValueOrDefault(prefix);

    /// <summary>By the key's public id.</summary>
    public StoredKey? FindId(string id) => Find(ApiKey.PrefixOf(id));
}
