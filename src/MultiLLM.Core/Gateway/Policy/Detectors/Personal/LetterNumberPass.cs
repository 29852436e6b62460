using MultiLLM.Core.Gateway.Policy.Detectors.Numbers;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Personal;

/// <summary>Looks for the digits of a text once for all detectors of numbers with letters.</summary>
internal sealed class LetterNumberPass(LetterNumberDetector[] detectors)
{
    public void Find(ReadOnlySpan<char> letters, Action<Detector, Hit> found)
    {
        Span<char> plain = stackalloc char[LetterNumberDetector.MostLetters];
        Span<int> behind = stackalloc int[detectors.Length]; // what each found last
        behind.Clear();
        for (var at = Digits.Next(letters, 0); at < letters.Length;)
        {
            var run = Digits.End(letters, at);
            var isLettered = (at > 0 && char.IsAsciiLetter(letters[at - 1])) || (at > 1 && letters[at - 1] is ' ' or '-' && char.IsAsciiLetter(letters[at - 2]));
            for (var i = 0; i < detectors.Length; i++)
            {
                if (at < behind[i] || run - at < detectors[i].LeastDigits || (detectors[i].NeedsLetters && !isLettered))
                    continue;
                var (start, end) = detectors[i].At(letters, at, plain);
                if (end == 0)
                    continue;
                found(detectors[i], new Hit(start, end));
                behind[i] = end;
            }
            at = Digits.Next(letters, run);
        }
    }

    /// <summary>From where on a number could still go on; the text's length: nowhere.</summary>
    public int Pending(ReadOnlySpan<char> letters)
    {
        var from = letters.Length;
        foreach (var detector in detectors)
            from = Math.Min(from, detector.Pending(letters));
        return from;
    }
}
