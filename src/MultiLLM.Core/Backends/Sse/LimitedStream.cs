namespace MultiLLM.Core.Backends.Sse;

/// <summary>Lets so many bytes through and fails at the next one, and also where the body ends before its announced length. Does not own the inner stream.</summary>
internal sealed class LimitedStream(Stream inner, long limit, long? announced) : Stream
{
    private long _read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await inner.ReadAsync(buffer, cancellationToken), buffer.Length);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count), count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Counted(int bytes, int asked)
    {
        _read += bytes;
        if (_read > limit)
            throw new InvalidDataException($"sent more than {limit} bytes");
        if (bytes == 0 && asked > 0 && announced > _read)
            throw new InvalidDataException($"announced {announced} bytes and ended after {_read}");
        return bytes;
    }
}
