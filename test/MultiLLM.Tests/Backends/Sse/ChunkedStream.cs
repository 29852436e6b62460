namespace MultiLLM.Tests.Backends.Sse;

/// <summary>Gives its bytes out in pieces of given sizes, over and over, and then ends or breaks.</summary>
internal sealed class ChunkedStream(byte[] bytes, int[] sizes, Exception? atTheEnd = null) : Stream
{
    private int _position;
    private int _piece;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position == bytes.Length && atTheEnd is not null)
            throw atTheEnd;
        var size = Math.Min(Math.Min(sizes[_piece++ % sizes.Length], count), bytes.Length - _position);
        bytes.AsSpan(_position, size).CopyTo(buffer.AsSpan(offset));
        _position += size;
        return size;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var piece = new byte[buffer.Length];
        var size = Read(piece, 0, piece.Length);
        piece.AsSpan(0, size).CopyTo(buffer.Span);
        return ValueTask.FromResult(size);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
