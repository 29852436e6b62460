using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Gateway.Policy.Masking;

namespace MultiLLM.Core.Gateway.Policy.Streaming;

/// <summary>Keeps the log probabilities of an answer's tokens until their text is judged, and leaves out those of what was masked: they spell it.</summary>
internal sealed class LogProbGate
{
    private readonly Queue<(TokenLogprob Token, int Start, int End)> _waiting = [];
    private int _length;

    public void Add(IEnumerable<TokenLogprob> tokens)
    {
        foreach (var token in tokens)
        {
            var end = _length + Characters(token);
            _waiting.Enqueue((token, _length, end));
            _length = end;
        }
    }

    /// <param name="judged">Characters that are judged.</param>
    /// <param name="masked">Those of them that were masked.</param>
    public IReadOnlyList<TokenLogprob> Due(int judged, List<MaskSpan> masked)
    {
        var due = new List<TokenLogprob>();
        while (_waiting.TryPeek(out var next) && next.End <= judged)
        {
            _waiting.Dequeue();
            if (!masked.Exists(span => next.Start < span.End && next.End > span.Start))
                due.Add(next.Token);
        }
        return due;
    }

    /// <summary>A token may be a part of a character; the one that completes it counts for it.</summary>
    private static int Characters(TokenLogprob token)
    {
        var count = 0;
        foreach (var unit in token.Raw.Span)
            count += unit < 0x80 || unit >= 0xC0 ? unit >= 0xF0 ? 2 : 1 : 0;
        return token.Raw.IsEmpty ? token.Token.Length : count;
    }
}
