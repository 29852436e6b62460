using System.Buffers;
using System.Net;
using System.Net.Sockets;
using MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>IPv4 addresses; not loopback, not versions of programs.</summary>
internal sealed class Ipv4Detector() : SpanDetector("ipv4", DetectorGroups.Network, "IP")
{
    private static readonly SearchValues<string> s_versions = SearchValues.Create(["version", "ver.", "release", "build", "section", "chapter", "§", "firmware"], StringComparison.OrdinalIgnoreCase);

    public override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        for (var at = 0; at < letters.Length;)
        {
            at = Digits.Next(letters, at);
            if (at == letters.Length)
                return;
            var end = at > 0 && (char.IsAsciiLetterOrDigit(letters[at - 1]) || letters[at - 1] is '.' or '_') ? 0 : End(letters, at);
            if (end > 0 && !letters[Math.Max(0, at - 10)..at].ContainsAny(s_versions))
                hits.Add(new Hit(at, end));
            while (at < letters.Length && (char.IsAsciiDigit(letters[at]) || at < end))
                at++;
        }
    }

    private static int End(ReadOnlySpan<char> letters, int at)
    {
        var (parts, sum) = (0, 0);
        for (var start = at; parts < 4; parts++)
        {
            var end = start;
            while (end < letters.Length && end - start < 4 && char.IsAsciiDigit(letters[end]))
                end++;
            if (end - start is 0 or 4 || int.Parse(letters[start..end]) is var value && value > 255 || (end - start > 1 && letters[start] == '0'))
                return 0;
            if (parts == 0 && value is 0 or 127)
                return 0;
            sum += value;
            if (parts == 3)
                return sum < 10 || IsVersion(letters[at..end]) || (end < letters.Length && (char.IsAsciiLetterOrDigit(letters[end]) || (letters[end] == '.' && end + 1 < letters.Length && char.IsAsciiDigit(letters[end + 1])))) ? 0 : end;
            if (end >= letters.Length || letters[end] != '.')
                return 0;
            start = end + 1;
        }
        return 0;
    }

    /// <summary>Small numbers throughout, like 2.4.1.7; but 8.8.8.8 is an address that people know.</summary>
    private static bool IsVersion(ReadOnlySpan<char> address) =>
        address.Length <= 10 && address[1] == '.' && address[0] < '9' && address.IndexOfAnyExcept(address[0], '.') >= 0 && HasSmallParts(address);

    private static bool HasSmallParts(ReadOnlySpan<char> address)
    {
        foreach (var part in address.Split('.'))
        {
            if (int.Parse(address[part]) > 31)
                return false;
        }
        return true;
    }
}

/// <summary>IPv6 and hardware addresses.</summary>
internal sealed class ColonAddressDetector(bool isHardware) : SpanDetector(isHardware ? "mac" : "ipv6", DetectorGroups.Network, isHardware ? "MAC" : "IP")
{
    private const int Longest = 46;
    private static readonly SearchValues<char> s_letters = SearchValues.Create("0123456789abcdefABCDEF:-.");

    public override void Find(ScanText text, List<Hit> hits)
    {
        var letters = text.Letters;
        for (var at = 0; at < letters.Length;)
        {
            var next = letters[at..].IndexOfAny(':', '-');
            if (next < 0)
                return;
            at += next;
            if (IsPunctuation(letters, at))
            {
                at++;
                continue;
            }
            var start = at;
            while (start > 0 && at - start < 5 && char.IsAsciiHexDigit(letters[start - 1]))
                start--;
            var rest = letters[at..Math.Min(letters.Length, at + Longest)];
            var length = rest.IndexOfAnyExcept(s_letters);
            var end = at + (length < 0 ? rest.Length : length);
            if (letters[start] == ':' && start + 1 < end && letters[start + 1] != ':')
                start++; // it belongs to the sentence
            var value = letters[start..end].TrimEnd("-.");
            if ((start == 0 || !char.IsAsciiLetterOrDigit(letters[start - 1])) && (end == letters.Length || !char.IsAsciiLetterOrDigit(letters[end])) && (isHardware ? IsHardware(value) : IsAddress(value)))
                hits.Add(new Hit(start, start + value.Length));
            at = Math.Max(end, at + 1);
        }
    }

    /// <summary>A colon that says what comes, not one between two groups.</summary>
    private static bool IsPunctuation(ReadOnlySpan<char> letters, int at) =>
        letters[at] == ':' && (at == 0 || !char.IsAsciiHexDigit(letters[at - 1])) && (at + 1 == letters.Length || letters[at + 1] != ':') && (at == 0 || letters[at - 1] != ':');

    private static bool IsHardware(ReadOnlySpan<char> value)
    {
        if (value.Length != 17)
            return false;
        for (var i = 0; i < 17; i++)
        {
            if (i % 3 == 2 ? value[i] != value[2] || value[i] == '.' : !char.IsAsciiHexDigit(value[i]))
                return false;
        }
        return value.IndexOfAnyExcept('0', value[2]) >= 0 && value.IndexOfAnyExcept('F', 'f', value[2]) >= 0;
    }

    private static bool IsAddress(ReadOnlySpan<char> value) =>
        value.Length >= 6 && value.IndexOf('-') < 0 && value.Count(':') >= 2 && value.Length - value.Count(':') >= 4
        && IPAddress.TryParse(value, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
}
