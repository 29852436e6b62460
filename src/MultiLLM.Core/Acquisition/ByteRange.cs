namespace MultiLLM.Core.Acquisition;

/// <summary>Bytes of a file, from <see cref="Start"/> up to but without <see cref="End"/>.</summary>
internal readonly record struct ByteRange(long Start, long End)
{
    public long Length => End - Start;
}
