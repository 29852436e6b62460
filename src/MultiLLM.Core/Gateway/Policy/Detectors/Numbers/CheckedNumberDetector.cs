using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

/// <summary>Whether digits are right by their check digits and what else the state says of them.</summary>
internal delegate bool DigitCheck(ReadOnlySpan<char> digits);

/// <summary>National numbers that are told by digits alone: by their check, by how they are grouped, and where that is weak by a word before them.</summary>
/// <param name="name">As policies call it.</param>
/// <param name="label">See <see cref="Detector.Label"/>.</param>
/// <param name="length">Digits.</param>
/// <param name="check">See <see cref="DigitCheck"/>.</param>
/// <param name="needsWord">The check alone is passed by too many other numbers, unless they are grouped as these are.</param>
/// <param name="groups">How they are written in groups; empty: in any way.</param>
/// <param name="words">One of them stands before the number.</param>
internal sealed class CheckedNumberDetector(string name, string label, int length, DigitCheck check, bool needsWord, byte[] groups, params string[] words) : NumberDetector(name, label, length, length)
{
    private readonly SearchValues<string> _words = SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);

    public override bool NeedsWord => needsWord && groups.Length == 0;

    public override bool Accepts(in NumberCandidate number)
    {
        var isGrouped = groups.Length > 0 && number.IsGrouped(groups);
        if ((!number.IsNamed && !isGrouped && (needsWord || !number.IsSolid)) || Checksums.AreAllEqual(number.Digits) || !check(number.Digits))
            return false;
        return number.Follows(_words) || (!number.IsContinued && (isGrouped || (!needsWord && number.IsSolid)));
    }
}
