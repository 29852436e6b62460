using System.Text;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>Drains what a program writes, however fast and however long its lines, and keeps the last few kilobytes of both streams together for error messages.</summary>
internal sealed class OutputRing
{
    private const int KeptBytes = 8 * 1024;
    private const int MaxLines = 6;
    private const int MaxLineLength = 400;

    private readonly byte[] _ring = new byte[KeptBytes];
    private readonly Lock _gate = new();
    private readonly Task _draining;
    private long _written;

    public OutputRing(Stream output, Stream errors) => _draining = Task.WhenAll(DrainAsync(output), DrainAsync(errors));

    /// <summary>Bytes that came.</summary>
    public long Written
    {
        get
        {
            lock (_gate)
                return _written;
        }
    }

    /// <summary>Joined by bars; the first one may have lost its beginning.</summary>
    public string LastLines
    {
        get
        {
            var lines = Kept().Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return string.Join(" | ", lines.TakeLast(MaxLines).Select(line => line.Length > MaxLineLength ? line[..MaxLineLength] + "…" : line));
        }
    }

    /// <summary>All is read; a child that still holds the streams open is not waited for longer than this.</summary>
    public async Task EndAsync(TimeSpan limit, TimeProvider time)
    {
        try
        {
            await _draining.WaitAsync(limit, time);
        }
        catch (TimeoutException)
        {
            // what came until now has to do
        }
    }

    private string Kept()
    {
        lock (_gate)
        {
            var start = (int)(_written % KeptBytes);
            var kept = _written < KeptBytes ? _ring[..start] : [.. _ring[start..], .. _ring[..start]];
            return string.Concat(Encoding.UTF8.GetString(kept).Where(c => !char.IsControl(c) || c is '\n' or '\r'));
        }
    }

    private async Task DrainAsync(Stream stream)
    {
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var read)
                Keep(buffer.AsSpan(0, read));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // the process is gone
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var value in bytes)
                _ring[_written++ % KeptBytes] = value;
        }
    }
}
