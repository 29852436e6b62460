using System.Security.Cryptography;
using System.Text;

namespace MultiLLM.Core.Gateway.Policy.Masking;

/// <summary>
/// What stands in the place of what was masked in one request. The same value has the same place holder in each turn of a caller's conversation, so that what a
/// model remembers of it still fits; nobody can foretell one, since a key that lives as long as the process goes into it. Values are never handed to anybody but
/// the answer to the request they came with.
/// </summary>
internal sealed class MaskBook(string? caller)
{
    private const string TagLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int TagLength = 5;
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, string> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Place holders, and what they stand for.</summary>
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    /// <param name="label">What kind of thing it is.</param>
    /// <param name="value">As written.</param>
    /// <param name="isTaken">The text already has this by itself.</param>
    public string Holder(string label, string value, Func<string, bool> isTaken)
    {
        if (_holders.TryGetValue(value, out var known))
            return known;
        var number = _counts[label] = _counts.GetValueOrDefault(label) + 1;
        string holder;
        var attempt = 0;
        do
            holder = $"[{label}_{number}_{Tag(value, attempt++)}]";
        while (isTaken(holder) || Values.ContainsKey(holder));
        Values[holder] = value;
        return _holders[value] = holder;
    }

    /// <summary>With the values of this request in place of what stands for them.</summary>
    public string Replace(string text) => _holders.Aggregate(text, (result, pair) => result.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    private string Tag(string value, int attempt)
    {
        var hash = HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes($"{caller}\0{attempt}\0{value}"));
        return string.Create(TagLength, hash, (letters, bytes) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = TagLetters[bytes[i] % TagLetters.Length];
        });
    }
}
