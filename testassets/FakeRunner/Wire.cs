using Google.Protobuf;
using MultiLLM.Contracts.Runner;

namespace FakeRunner;

/// <summary>Length-delimited messages over a stream.</summary>
internal sealed class Wire(Stream stream) : IAsyncDisposable
{
    private readonly SemaphoreSlim _writing = new(1);

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    public async Task<ToRunner?> ReadAsync()
    {
        uint length = 0;
        var one = new byte[1];
        for (var shift = 0; ; shift += 7)
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            length |= (uint)(one[0] & 0x7F) << shift;
            if (one[0] < 0x80)
                break;
        }
        var body = new byte[length];
        await stream.ReadExactlyAsync(body);
        return ToRunner.Parser.ParseFrom(body);
    }

    public async Task WriteAsync(FromRunner message)
    {
        var buffer = new MemoryStream();
        message.WriteDelimitedTo(buffer);
        await WriteAsync(buffer.ToArray());
    }

    public async Task WriteAsync(byte[] raw)
    {
        await _writing.WaitAsync();
        try
        {
            await stream.WriteAsync(raw);
        }
        finally
        {
            _writing.Release();
        }
    }
}
