namespace MultiLLM.Cli.Terminal;

/// <summary>
/// A file that a command is told to write. What was in it stays until the first byte of the new content, so that a command that fails before leaves it as it
/// was; a full disk is the caller's to mend and said as such.
/// </summary>
internal sealed class NamedFileStream : Stream
{
    private readonly string _path;
    private readonly bool _isNew;
    private readonly FileStream _file;
    private bool _begun;

    /// <exception cref="IOException">The file cannot be opened for writing.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public NamedFileStream(string path)
    {
        _path = path;
        _isNew = !File.Exists(path);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            Begin();
            await _file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw NamedFile.Unwritable(_path, exception);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            Begin();
            _file.Write(buffer, offset, count);
        }
        catch (IOException exception)
        {
            throw NamedFile.Unwritable(_path, exception);
        }
    }

    /// <summary>Nothing is held back.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            if (_isNew && !_begun)
            {
                File.Delete(_path);
            }
        }

        base.Dispose(disposing);
    }

    private void Begin()
    {
        if (!_begun && _file is { CanSeek: true, Length: > 0 })
        {
            _file.SetLength(0);
        }

        _begun = true;
    }
}
