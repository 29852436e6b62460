namespace MultiLLM.Runner.Text;

/// <summary>The part of a stream that is not released yet, addressed by position in the stream. Linear over the whole stream.</summary>
internal sealed class HeldText
{
    private char[] _chars = new char[64];
    private int _start;
    private int _length;
    private long _origin;   // position in the stream of the first held character

    public bool IsEmpty => _length == 0;

    /// <summary>Counts characters that were released without being held; only while nothing is held.</summary>
    public void Skip(int count) => _origin += count;

    public void Append(ReadOnlySpan<char> text)
    {
        if (_start + _length + text.Length > _chars.Length)
        {
            // Moving at most half the buffer's length per half buffer of new characters keeps the cost per character constant.
            var needed = _length + text.Length;
            var target = needed > _chars.Length / 2 ? new char[2 * needed] : _chars;
            _chars.AsSpan(_start, _length).CopyTo(target);
            (_chars, _start) = (target, 0);
        }

        text.CopyTo(_chars.AsSpan(_start + _length));
        _length += text.Length;
    }

    /// <summary>Takes the characters before a position in the stream.</summary>
    public string TakeUntil(long position)
    {
        var count = (int)(position - _origin);
        if (count == 0)
        {
            return "";
        }

        var text = new string(_chars, _start, count);
        _start += count;
        _length -= count;
        _origin += count;
        return text;
    }
}
