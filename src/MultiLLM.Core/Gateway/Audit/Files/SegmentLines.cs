namespace MultiLLM.Core.Gateway.Audit.Files;

/// <summary>The lines of a file, one after the other, in bounded memory.</summary>
internal sealed class SegmentLines : IDisposable
{
    private readonly FileStream _file;
    private byte[] _buffer = new byte[64 * 1024];
    private int _begin;
    private int _end;
    private bool _atEnd;

    public SegmentLines(string path) =>
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

    /// <summary>The line, without its end.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_begin, Length);

    /// <summary>The line has an end; only the last one of a file may lack it.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Where in the file the line begins.</summary>
    public long Position { get; private set; }

    private int Length { get; set; }

    /// <summary>False: no more. A line longer than any entry comes in pieces, none of which is an entry.</summary>
    public bool Next()
    {
        var passed = Length + (IsWhole ? 1 : 0);
        (_begin, Position) = (_begin + passed, Position + passed);
        while (true)
        {
            var at = _buffer.AsSpan(_begin, _end - _begin).IndexOf((byte)'\n');
            (Length, IsWhole) = at >= 0 ? (at, true) : (_end - _begin, false);
            if (IsWhole || Length >= Chain.AuditLine.MaxBytes)
                return true;
            if (_atEnd)
                return Length > 0;
            Fill();
        }
    }

    public void Dispose() => _file.Dispose();

    private void Fill()
    {
        _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
        (_end, _begin) = (_end - _begin, 0);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = _file.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
    }
}
