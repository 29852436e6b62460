using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MultiLLM.Core.Gateway.Keys.Secrets;

/// <summary>
/// A key as its holder has it: <c>mllm_</c>, eight characters by which it is looked up, and forty that are secret (200 bits). It shows itself to nobody by
/// accident: only <see cref="Reveal"/> tells all of it.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class KeySecret
{
    public const string Mark = "mllm_";
    public const int PrefixLength = 8;
    public const int SecretLength = 40;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Length = 5 + PrefixLength + 1 + SecretLength;

    private readonly string _text;

    private KeySecret(string text) => _text = text;

    /// <summary>Tells which key it may be; anybody may know it.</summary>
    public string Prefix => _text.Substring(Mark.Length, PrefixLength);

    public static KeySecret Generate(string? prefix = null) => new(
        $"{Mark}{prefix ?? RandomNumberGenerator.GetString(Alphabet, PrefixLength)}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}");

    /// <summary>Null: it is none of this service's.</summary>
    public static KeySecret? Parse(string text) => text.Length == Length && Whole().IsMatch(text) ? new KeySecret(text) : null;

    /// <summary>It was meant for this service, whether or not it is whole.</summary>
    public static bool LooksLikeOne(string text) => text.StartsWith(Mark, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a key, or most of one, is in a text, also where its underscores are written otherwise.</summary>
    public static bool IsIn(string text) => text.Contains("mllm", StringComparison.OrdinalIgnoreCase) && Somewhere().IsMatch(text);

    /// <summary>The text without the secrets of the keys in it.</summary>
    public static string Redact(string text) =>
        text.Contains("mllm", StringComparison.OrdinalIgnoreCase) ? Somewhere().Replace(text, match => $"{Mark}{match.Groups[1].Value}_[hidden]") : text;

    /// <summary>All of it, for the one to whom it is given.</summary>
    public string Reveal() => _text;

    public override string ToString() => $"{Mark}{Prefix}_[hidden]";

    internal byte[] Bytes() => Encoding.ASCII.GetBytes(_text);

    [GeneratedRegex(@"^mllm_[a-z2-7]{8}_[a-z2-7]{40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"mllm[^a-z0-9].{0,11}?([a-z2-7]{8})[^a-z0-9].{0,11}?[a-z2-7]{12,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Somewhere();
}
