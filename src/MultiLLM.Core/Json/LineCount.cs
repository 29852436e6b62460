namespace MultiLLM.Core.Json;

/// <summary>Lines of a text, counted from 1, of places that are asked for in ascending order: the text is walked once.</summary>
internal ref struct LineCount(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private int _line = 1;

    public int At(int position)
    {
        _line += _text[_at..position].Count((byte)'\n');
        _at = position;
        return _line;
    }
}
