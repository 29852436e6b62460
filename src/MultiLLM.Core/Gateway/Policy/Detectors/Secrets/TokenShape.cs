using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>How an issuer's tokens look.</summary>
/// <param name="Prefix">They begin so, in this case of letters.</param>
/// <param name="Least">Characters after it, at least.</param>
/// <param name="Most">And at most.</param>
/// <param name="Letters">Of which they are made.</param>
internal sealed record TokenShape(string Prefix, int Least, int Most, SearchValues<char> Letters)
{
    public const string AlphaNumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    public static SearchValues<char> Alnum { get; } = SearchValues.Create(AlphaNumeric);
    public static SearchValues<char> Upper { get; } = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    public static SearchValues<char> Word { get; } = SearchValues.Create(AlphaNumeric + "_");
    public static SearchValues<char> UrlSafe { get; } = SearchValues.Create(AlphaNumeric + "_-");
    public static SearchValues<char> Dotted { get; } = SearchValues.Create(AlphaNumeric + "_-.");
    public static SearchValues<char> Base64 { get; } = SearchValues.Create(AlphaNumeric + "+/=");
    public static SearchValues<char> Hex { get; } = SearchValues.Create("0123456789abcdef");
}
