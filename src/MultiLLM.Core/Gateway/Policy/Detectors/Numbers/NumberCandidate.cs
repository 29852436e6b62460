using System.Buffers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

/// <summary>Digits that may belong together.</summary>
internal readonly ref struct NumberCandidate(ReadOnlySpan<char> text, int start, int end, ReadOnlySpan<char> digits, ReadOnlySpan<byte> groups, bool isEven, bool isNamed)
{
    public const int ContextBefore = 60;

    public ReadOnlySpan<char> Text { get; } = text;
    public int Start { get; } = start;
    public int End { get; } = end;

    /// <summary>Without what stands between them.</summary>
    public ReadOnlySpan<char> Digits { get; } = digits;

    /// <summary>How many digits stand together each time.</summary>
    public ReadOnlySpan<byte> Groups { get; } = groups;

    /// <summary>The same character stands between all groups, or none.</summary>
    public bool IsEven { get; } = isEven;
    public bool IsSolid => Groups.Length == 1;

    /// <summary>Other digits stand right before it, so it may be the end of a longer number.</summary>
    public bool IsContinued => Start > 1 && Text[Start - 1] is ' ' or '-' or '.' or ',' && char.IsAsciiDigit(Text[Start - 2]);

    public char Before => Start > 0 ? Text[Start - 1] : ' ';

    /// <summary>What separates the first two groups; '\0': there is one.</summary>
    public char Separator => IsSolid ? '\0' : Text[Start + Groups[0]];

    /// <summary>More digits stand one separator before or behind it: it may be a piece of something longer.</summary>
    public bool IsPiece =>
        (Start > 1 && Text[Start - 1] is ' ' or '-' or '.' or '/' && char.IsAsciiDigit(Text[Start - 2]))
        || (End + 1 < Text.Length && Text[End] is ' ' or '-' or '.' or '/' && char.IsAsciiDigit(Text[End + 1]));

    public bool IsGrouped(params ReadOnlySpan<byte> lengths) => Groups.SequenceEqual(lengths);

    /// <summary>Something other than digits and what separates them stands shortly before it.</summary>
    public bool IsNamed { get; } = isNamed;

    /// <summary>One of the words stands shortly before it.</summary>
    public bool Follows(SearchValues<string> words) => IsNamed && Text[Math.Max(0, Start - ContextBefore)..Start].ContainsAny(words);
}

/// <summary>Knows numbers of one kind.</summary>
/// <param name="name">As policies call it.</param>
/// <param name="label">See <see cref="Detector.Label"/>.</param>
/// <param name="least">Digits, at least.</param>
/// <param name="most">And at most.</param>
internal abstract class NumberDetector(string name, string label, int least, int most) : Detector(name, DetectorGroups.Personal, label)
{
    public int Least => least;
    public int Most => most;

    /// <summary>It accepts nothing without a word before it.</summary>
    public virtual bool NeedsWord => false;
    public abstract bool Accepts(in NumberCandidate number);

    /// <summary>See <see cref="Hit.IsWeak"/>.</summary>
    public virtual bool IsWeak(in NumberCandidate number) => false;

    /// <summary>Where what it found begins; a sign or a bracket may belong to it.</summary>
    public virtual int StartOf(in NumberCandidate number) => number.Start;
}
