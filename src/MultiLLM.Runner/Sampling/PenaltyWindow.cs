namespace MultiLLM.Runner.Sampling;

/// <summary>How often each token occurs among the last tokens.</summary>
internal sealed class PenaltyWindow(int size)
{
    private readonly Dictionary<int, int> _counts = [];
    private readonly Queue<int> _tokens = new();

    /// <summary>Occurrences by token; tokens that do not occur are absent.</summary>
    public Dictionary<int, int> Counts => _counts;

    public void Add(ReadOnlySpan<int> tokens)
    {
        foreach (var token in size >= 0 && tokens.Length > size ? tokens[^size..] : tokens)
        {
            Add(token);
        }
    }

    public void Add(int token)
    {
        _counts[token] = _counts.GetValueOrDefault(token) + 1;
        if (size < 0)
        {
            return;
        }

        _tokens.Enqueue(token);
        if (_tokens.Count <= size)
        {
            return;
        }

        var oldest = _tokens.Dequeue();
        var left = _counts[oldest] - 1;
        if (left == 0)
        {
            _counts.Remove(oldest);
        }
        else
        {
            _counts[oldest] = left;
        }
    }
}
