using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>Tells what a machine drew from what a person wrote in its place.</summary>
internal static class Randomness
{
    private const int LeastKinds = 6;

    private static readonly SearchValues<string> s_standIns = SearchValues.Create(
        [
            "your", "xxxx", "placeholder", "changeme", "change_me", "change-me", "redacted", "****", "....", "<", "${", "{{", "$(", "process.env", "os.environ", "getenv",
            "insert", "replace", "dummy", "12345678901234567890", "abcdefghijklmnop", "put_", "_here", "-here", "mein_", "deine", "dein_",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static bool LooksRandom(ReadOnlySpan<char> token) =>
        token.ContainsAnyInRange('0', '9') && !IsStandIn(token) && Kinds(token) >= Math.Min(LeastKinds, token.Length / 2);

    /// <summary>It stands for a secret and is none.</summary>
    public static bool IsStandIn(ReadOnlySpan<char> token) => token.ContainsAny(s_standIns);

    /// <summary>Different characters.</summary>
    public static int Kinds(ReadOnlySpan<char> token)
    {
        UInt128 seen = 0;
        var kinds = 0;
        foreach (var letter in token)
        {
            var bit = UInt128.One << (letter & 127);
            if ((seen & bit) == 0)
                kinds++;
            seen |= bit;
        }
        return kinds;
    }
}
