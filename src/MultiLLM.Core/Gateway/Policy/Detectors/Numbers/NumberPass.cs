using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

/// <summary>Reads the digits of a text once for all detectors of numbers.</summary>
internal sealed class NumberPass
{
    private const int MostDigits = 19;
    private const int MostGroups = 12;
    private const int MostBetween = 3;
    private const int Reach = MostDigits + (MostGroups * MostBetween);
    private static readonly SearchValues<char> s_between = SearchValues.Create(" -./()\n");
    private static readonly SearchValues<char> s_separators = SearchValues.Create(" -./(),\n");
    private readonly NumberDetector[][] _byCount;
    private readonly NumberDetector[][] _nameless;

    public NumberPass(IEnumerable<NumberDetector> detectors)
    {
        var all = detectors.ToList();
        _byCount = [.. Enumerable.Range(0, MostDigits + 1).Select(count => all.Where(detector => count >= detector.Least && count <= detector.Most).ToArray())];
        _nameless = [.. _byCount.Select(some => some.Where(detector => !detector.NeedsWord).ToArray())];
    }

    /// <summary>Tells each number that a detector accepts.</summary>
    public void Find(ReadOnlySpan<char> text, Action<NumberDetector, Hit> found)
    {
        var named = -NumberCandidate.ContextBefore - 1;
        for (var at = 0; at < text.Length;)
        {
            var next = Digits.Next(text, at);
            if (next == text.Length)
                return;
            if (next - at == 1 ? !s_separators.Contains(text[at]) : text[at..next].ContainsAnyExcept(s_separators))
                named = next;
            at = next;
            if (IsStart(text, at))
                Read(text, at, at - named <= NumberCandidate.ContextBefore, found);
            at = Digits.End(text, at);
        }
    }

    /// <summary>From where on a number could still go on; the text's length: nowhere.</summary>
    public int Pending(ReadOnlySpan<char> text)
    {
        for (var at = Math.Max(0, text.Length - Reach); at < text.Length; at++)
        {
            var next = text[at..].IndexOfAnyInRange('0', '9');
            if (next < 0)
                break;
            at += next;
            if (IsStart(text, at) && Read(text, at, isNamed: false, found: null))
                return at > 0 && text[at - 1] is '+' or '(' ? at - 1 : at;
        }
        return text.Length;
    }

    private static bool IsStart(ReadOnlySpan<char> text, int at) =>
        at == 0 || !(char.IsLetterOrDigit(text[at - 1]) && text[at - 1] < 0x2E80 || text[at - 1] == '_' || (text[at - 1] is '.' or ',' && at > 1 && char.IsAsciiDigit(text[at - 2])));

    /// <returns>It goes on to the end of the text.</returns>
    private bool Read(ReadOnlySpan<char> text, int start, bool isNamed, Action<NumberDetector, Hit>? found)
    {
        Span<char> digits = stackalloc char[MostDigits];
        Span<byte> groups = stackalloc byte[MostGroups];
        var (count, group, at, isEven, separator, isBroken) = (0, 0, start, true, '\0', false);
        while (true)
        {
            var length = 0;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                if (count == MostDigits)
                    return false;
                digits[count++] = text[at++];
                length++;
            }
            groups[group++] = (byte)length;
            if (found is not null && (at == text.Length || !(char.IsLetterOrDigit(text[at]) && text[at] < 0x2E80 || text[at] == '_')))
                Offer(new NumberCandidate(text, start, at, digits[..count], groups[..group], isEven, isNamed), found);
            if (group == 2 && groups[0] == 2 && length < 3 && digits[0] != '0' && (start == 0 || text[start - 1] != '+'))
                return false; // a row of short numbers, which no detector takes; a long text of them would be read over and over
            var between = Between(text, at);
            if (between == 0)
                return IsBetween(text[at..]) && group < MostGroups;
            if (group == MostGroups || (group > 1 && length == 1 && !(start > 0 && text[start - 1] == '+')))
                return false;
            if (text.Slice(at, between).Contains('\n'))
            {
                // A long number may be wrapped once, where it has groups that say that it goes on.
                if (isBroken || group < 2)
                    return false;
                isBroken = true;
            }
            else
            {
                isEven &= between == 1 && (separator == '\0' || separator == text[at]);
                separator = text[at];
            }
            at += between;
        }
    }

    private static bool IsBetween(ReadOnlySpan<char> rest) => rest.Length <= MostBetween && !rest.ContainsAnyExcept(s_between);

    /// <summary>Characters between two groups of one number; 0: the number ends.</summary>
    private static int Between(ReadOnlySpan<char> text, int at)
    {
        for (var length = 1; length <= MostBetween && at + length < text.Length; length++)
        {
            if (!s_between.Contains(text[at + length - 1]))
                return 0;
            if (char.IsAsciiDigit(text[at + length]))
                return length;
        }
        return 0;
    }

    private void Offer(in NumberCandidate number, Action<NumberDetector, Hit> found)
    {
        foreach (var detector in (number.IsNamed ? _byCount : _nameless)[number.Digits.Length])
        {
            if (detector.Accepts(number))
                found(detector, new Hit(detector.StartOf(number), number.End, IsWeak: detector.IsWeak(number)));
        }
    }
}
