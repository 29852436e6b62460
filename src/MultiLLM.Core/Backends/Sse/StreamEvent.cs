namespace MultiLLM.Core.Backends.Sse;

/// <summary>What an event stream says next.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">Of an event: valid UTF-8, its lines joined by line feeds. Good until the next read.</param>
internal readonly record struct StreamEvent(StreamEventKind Kind, ReadOnlyMemory<byte> Data = default);

internal enum StreamEventKind
{
    Data,

    /// <summary>"[DONE]": what comes after it is not read.</summary>
    Done,

    /// <summary>The stream ended between two events, without "[DONE]".</summary>
    End,
}
