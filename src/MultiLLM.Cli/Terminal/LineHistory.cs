namespace MultiLLM.Cli.Terminal;

/// <summary>Lines entered before; keeps the unfinished one while the user looks through them.</summary>
internal sealed class LineHistory
{
    private readonly List<string> _lines = [];
    private int _place;
    private string _draft = "";

    public void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
        {
            _lines.Add(line);
        }

        _place = _lines.Count;
        _draft = "";
    }

    /// <summary>The line before; null at the oldest.</summary>
    public string? Older(string current)
    {
        if (_place == 0)
        {
            return null;
        }

        if (_place == _lines.Count)
        {
            _draft = current;
        }

        return _lines[--_place];
    }

    /// <summary>The line after, at last the unfinished one; null beyond it.</summary>
    public string? Newer() =>
        _place == _lines.Count ? null
        : ++_place == _lines.Count ? _draft
        : _lines[_place];
}
