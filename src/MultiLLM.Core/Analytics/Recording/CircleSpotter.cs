namespace MultiLLM.Core.Analytics.Recording;

/// <summary>
/// Notices an answer that runs in circles: the same one to sixteen pieces over and over, three times at least. Costs a few comparisons a piece and keeps
/// no text.
/// </summary>
internal sealed class CircleSpotter
{
    private const int LongestCircle = 16;
    private const int LeastPieces = 32;
    private const int LeastRounds = 3;

    private readonly int[] _pieces = new int[LongestCircle];
    private readonly int[] _repeated = new int[LongestCircle + 1]; // by the circle's length: pieces in a row that equal the one a circle before
    private int _count;

    public bool IsCircling { get; private set; }

    public void Observe(string piece)
    {
        if (IsCircling || piece.Length == 0)
            return;
        var hash = string.GetHashCode(piece, StringComparison.Ordinal);
        for (var length = 1; length <= Math.Min(LongestCircle, _count); length++)
        {
            _repeated[length] = _pieces[(_count - length) % LongestCircle] == hash ? _repeated[length] + 1 : 0;
            IsCircling |= _repeated[length] >= Math.Max(LeastPieces, length * (LeastRounds - 1));
        }
        _pieces[_count % LongestCircle] = hash;
        _count++;
    }
}
