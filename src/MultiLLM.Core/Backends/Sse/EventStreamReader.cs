using System.Buffers;
using System.Runtime.CompilerServices;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Sse;

/// <summary>
/// Reads a server's event stream within bounds. A read returns at an event with data, at the end, or with what is wrong; comments and blank
/// lines do not end it, so a timer around one read measures how long the server says nothing of use. Does not own the stream.
/// </summary>
/// <param name="stream">The body of the reply.</param>
/// <param name="server">Who sends it, for messages.</param>
/// <param name="limits">What it may cost.</param>
internal sealed class EventStreamReader(Stream stream, string server, ReplyLimits limits) : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly EventStreamDecoder _decoder = new(limits);
    private byte[] _input = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _start;
    private int _end;
    private long _bytes;
    private long _events;

    private static ReadOnlySpan<byte> DoneMark => "[DONE]"u8;

    /// <summary>After anything but data there is nothing more to read.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Result<StreamEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = _decoder.Decode(_input.AsSpan(_start, _end - _start), out var taken);
            _start += taken;
            if (step == DecodeStep.Event)
                return Complete();
            if (step != DecodeStep.More)
                return Wrong(step);
            try
            {
                (_start, _end) = (0, await stream.ReadAsync(_input.AsMemory(0, BufferBytes), cancellationToken));
            }
            catch (IOException error)
            {
                return Failed($"broke its reply off after {Events}: {error.Message}");
            }
            if (_end == 0)
                return Ended();
            _bytes += _end;
            if (_bytes > limits.StreamBytes)
                return Failed($"sent more than {limits.StreamBytes} bytes in one reply");
        }
    }

    public void Dispose()
    {
        var input = Interlocked.Exchange(ref _input, []);
        (_start, _end) = (0, 0);
        if (input.Length > 0)
            ArrayPool<byte>.Shared.Return(input);
        _decoder.Dispose();
    }

    private string Events => _events == 1 ? "1 event" : $"{_events} events";

    private Result<StreamEvent> Complete()
    {
        _events++;
        return IsDone ? new StreamEvent(StreamEventKind.Done) : new StreamEvent(StreamEventKind.Data, _decoder.Data);
    }

    // Some servers close right after "[DONE]", without the blank line that ends an event.
    private Result<StreamEvent> Ended() => _decoder.IsBetweenEvents ? new StreamEvent(StreamEventKind.End)
        : IsDone ? new StreamEvent(StreamEventKind.Done)
        : Failed($"ended its reply in the middle of event {_events + 1}");

    private bool IsDone => _decoder.Data.Span.Trim((byte)' ').SequenceEqual(DoneMark);

    private Error Wrong(DecodeStep step) => Failed(step switch
    {
        DecodeStep.EventTooLarge => $"sent more than {limits.EventBytes} bytes in event {_events + 1}",
        DecodeStep.TooMuchNoise => $"sent more than {limits.NoiseBytes} bytes after {Events} that belong to no event",
        DecodeStep.NotUtf8 => $"sent event {_events + 1} in bytes that are not UTF-8",
        _ => throw new InvalidOperationException($"{step} is no failure."),
    });

    private Error Failed(string what) => new(ErrorCode.BackendFailed, $"{server} {what}.");
}
