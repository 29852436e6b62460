using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Store;
using Parquet;
using Parquet.Schema;

namespace MultiLLM.Server.Analytics.Exports;

/// <summary>Apache Parquet; every call writes a row group of its own.</summary>
internal sealed class ParquetExport(Stream output) : IRecordExport
{
    private static readonly DataField[] s_fields = [.. RecordColumns.All.Select(FieldOf)];

    private readonly CountingStream _output = new(output);
    private ParquetWriter? _writer;

    public async ValueTask WriteAsync(IReadOnlyList<RequestRecord> records, CancellationToken cancellationToken)
    {
        _writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(s_fields), _output, cancellationToken: cancellationToken);
        if (records.Count == 0)
            return;
        using var group = _writer.CreateRowGroup();
        for (var i = 0; i < s_fields.Length; i++)
            await WriteColumnAsync(group, s_fields[i], RecordColumns.All[i], records, cancellationToken);
        group.CompleteValidate();
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (_writer is null)
            return;
        await _writer.DisposeAsync(); // writes the footer, which a reader begins with
        _writer = null;
        await _output.FlushAsync(cancellationToken);
    }

    /// <summary>Without its footer a file that broke off is none at all: so it shall stay.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task WriteColumnAsync(
        ParquetRowGroupWriter group, DataField field, RecordColumn column, IReadOnlyList<RequestRecord> records, CancellationToken cancellationToken)
    {
        switch (column.Kind)
        {
            case ColumnKind.Text:
                await group.WriteAsync(field, [.. records.Select(record => (string?)column.Value(record)!)]);
                break;
            case ColumnKind.Real:
                await group.WriteAsync<double>(field, records.Select(record => (double?)column.Value(record)).ToArray(), cancellationToken: cancellationToken);
                break;
            case ColumnKind.Time:
                await group.WriteAsync<DateTime>(
                    field, records.Select(record => ((DateTimeOffset)column.Value(record)!).UtcDateTime).ToArray(), cancellationToken: cancellationToken);
                break;
            case ColumnKind.Flag:
                await group.WriteAsync<bool>(field, records.Select(record => (bool)column.Value(record)!).ToArray(), cancellationToken: cancellationToken);
                break;
            default:
                await group.WriteAsync<long>(field, records.Select(record => (long)column.Value(record)!).ToArray(), cancellationToken: cancellationToken);
                break;
        }
    }

    private static DataField FieldOf(RecordColumn column) => column.Kind switch
    {
        ColumnKind.Text => new DataField(column.Name, typeof(string), isNullable: true),
        ColumnKind.Real => new DataField(column.Name, typeof(double), isNullable: true),
        ColumnKind.Time => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: false),
        ColumnKind.Flag => new DataField(column.Name, typeof(bool), isNullable: false),
        _ => new DataField(column.Name, typeof(long), isNullable: false),
    };
}
