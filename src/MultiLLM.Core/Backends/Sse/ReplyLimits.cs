namespace MultiLLM.Core.Backends.Sse;

/// <summary>What one reply of a server may cost us, whatever the server sends. Bytes.</summary>
internal sealed record ReplyLimits
{
    public static ReplyLimits Default { get; } = new();

    /// <summary>Data of one event. Kept in memory until the next one.</summary>
    public int EventBytes { get; init; } = 4 << 20;

    /// <summary>Between two events: comments, blank lines, fields nobody asked for. They take our time, not our memory.</summary>
    public int NoiseBytes { get; init; } = 256 << 10;

    /// <summary>A whole event stream. It passes through and is never kept.</summary>
    public long StreamBytes { get; init; } = 256L << 20;

    /// <summary>A reply in one piece, which is kept in memory. The largest sound ones are embeddings of many inputs.</summary>
    public long JsonBytes { get; init; } = 128L << 20;

    /// <summary>Objects and arrays inside one another.</summary>
    public int JsonDepth { get; init; } = 64;
}
