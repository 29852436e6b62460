using System.Buffers;
using System.Text.Json;
using MultiLLM.Core.Analytics;
using MultiLLM.Server.Answers;

namespace MultiLLM.Server.Analytics.Exports;

/// <summary>One JSON object per line, as <c>/analytics/requests</c> has them.</summary>
internal sealed class NdjsonExport(Stream output) : IRecordExport
{
    private readonly ArrayBufferWriter<byte> _lines = new();

    public async ValueTask WriteAsync(IReadOnlyList<RequestRecord> records, CancellationToken cancellationToken)
    {
        _lines.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_lines, JsonReply.Relaxed))
        {
            foreach (var record in records)
            {
                JsonSerializer.Serialize(json, RecordDescription.Of(record), JsonReply.Api.RequestInfo);
                json.Flush();
                json.Reset();
                _lines.Write("\n"u8);
            }
        }
        await output.WriteAsync(_lines.WrittenMemory, cancellationToken);
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
