using System.Globalization;
using System.Text;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Store;

namespace MultiLLM.Server.Analytics.Exports;

/// <summary>RFC 4180, UTF-8. Text that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
internal sealed class CsvExport(Stream output) : IRecordExport
{
    private readonly StringBuilder _text = new();
    private bool _begun;

    public async ValueTask WriteAsync(IReadOnlyList<RequestRecord> records, CancellationToken cancellationToken)
    {
        _text.Clear();
        if (!_begun)
            _text.AppendJoin(',', RecordColumns.All.Select(column => column.Name)).Append("\r\n");
        _begun = true;
        foreach (var record in records)
        {
            for (var i = 0; i < RecordColumns.All.Count; i++)
            {
                if (i > 0)
                    _text.Append(',');
                Append(RecordColumns.All[i].Value(record));
            }
            _text.Append("\r\n");
        }
        await output.WriteAsync(Encoding.UTF8.GetBytes(_text.ToString()), cancellationToken);
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Append(object? value)
    {
        switch (value)
        {
            case null:
                break;
            case DateTimeOffset time:
                _text.Append(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
                break;
            case bool flag:
                _text.Append(flag ? "true" : "false");
                break;
            case string text:
                _text.AppendField(text);
                break;
            default:
                _text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }
    }
}
