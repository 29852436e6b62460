using Microsoft.AspNetCore.Http.Features;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Analytics.Exports;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Analytics;

/// <summary><c>GET /analytics/export</c>: streamed, a page of records at a time, so that neither memory nor the database is held.</summary>
internal sealed class ExportEndpoint(IAnalytics analytics, TimeProvider time)
{
    private const int PageSize = 5000;
    private static readonly string[] s_formats = ["csv", "ndjson", "parquet"];

    public async Task HandleAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(context.Request.Query, problem);
        var filter = RecordFilterReader.Read(context, fields, problem, time.GetUtcNow());
        var format = fields.Choice("format", s_formats) ?? s_formats[0];
        if (problem.Error is { } error)
        {
            await ErrorReplies.WriteAsync(context, error);
            return;
        }
        var first = await PageAsync(filter, null, context.RequestAborted);
        if (!first.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, first.Error);
            return;
        }
        Begin(context, format);
        await using var export = Create(format, context.Response.Body);
        await SendAsync(export, filter, first.Value, context.RequestAborted);
    }

    private async Task SendAsync(IRecordExport export, RecordFilter filter, IReadOnlyList<RequestRecord> page, CancellationToken cancellationToken)
    {
        await export.WriteAsync(page, cancellationToken);
        while (page.Count == PageSize)
        {
            // A failure now breaks the reply off, so that half a file does not look like a whole one.
            page = (await PageAsync(filter, page[^1].Id, cancellationToken)).OrThrow();
            await export.WriteAsync(page, cancellationToken);
        }
        await export.CompleteAsync(cancellationToken);
    }

    private ValueTask<Result<IReadOnlyList<RequestRecord>>> PageAsync(RecordFilter filter, long? beyond, CancellationToken cancellationToken) =>
        analytics.RequestsAsync(filter, beyond, ascending: true, PageSize, cancellationToken);

    private static IRecordExport Create(string format, Stream body) => format switch
    {
        "parquet" => new ParquetExport(body),
        "ndjson" => new NdjsonExport(body),
        _ => new CsvExport(body),
    };

    private static void Begin(HttpContext context, string format)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = format switch
        {
            "parquet" => "application/vnd.apache.parquet",
            "ndjson" => "application/x-ndjson; charset=utf-8",
            _ => "text/csv; charset=utf-8",
        };
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"multillm-requests.{format}\"";
    }
}
