using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MultiLLM.Server.Answers;

/// <summary>Server-sent events straight into the response's pipe. Nothing is on its way before <see cref="FlushAsync"/>.</summary>
internal sealed class EventWriter(PipeWriter output) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, JsonReply.Relaxed with { SkipValidation = true });

    public long UnflushedBytes => output.UnflushedBytes;

    public void Write<T>(T value, JsonTypeInfo<T> type)
    {
        output.Write("data: "u8);
        _json.Reset(output);
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        output.Write("\n\n"u8);
    }

    /// <param name="id">A reader that comes back names the last one it saw.</param>
    /// <param name="value">The event.</param>
    /// <param name="type">Of it.</param>
    public void Write<T>(long id, T value, JsonTypeInfo<T> type)
    {
        output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {id}\n")));
        Write(value, type);
    }

    /// <summary>Readers skip it; it shows that the connection lives.</summary>
    public void WriteComment(string text) => output.Write(Encoding.UTF8.GetBytes($": {text}\n\n"));

    public void WriteDone() => output.Write("data: [DONE]\n\n"u8);

    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    public void Dispose() => _json.Dispose();
}
