using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Server.Analytics.Exports;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Audit;

/// <summary><c>GET /audit/export</c>: streamed, the oldest entries first.</summary>
internal sealed class AuditExportEndpoint(IAuditReader reader, TimeProvider time)
{
    private const int PieceBytes = 64 * 1024;
    private static readonly string[] s_formats = ["ndjson", "csv"];
    private static readonly string[] s_columns = ["sequence", "time", "action", "outcome", "actor", "key", "subject", "request_id", "details", "hash"];

    public async Task HandleAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(context.Request.Query, problem);
        var filter = AuditFilterReader.Read(fields, problem, time.GetUtcNow());
        var format = fields.Choice("format", s_formats) ?? s_formats[0];
        context.AuditNotes().Subject = format;
        if (problem.Error is { } error)
        {
            await ErrorReplies.WriteAsync(context, error);
            return;
        }
        using var entries = reader.All(filter).GetEnumerator();
        bool there;
        try
        {
            there = entries.MoveNext();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            await ErrorReplies.WriteAsync(context, new Error(ErrorCode.AuditUnavailable, $"The audit log cannot be read: {trouble.Message}"));
            return;
        }
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"multillm-audit.{format}\"";
        await SendAsync(context, entries, there, format == "csv");
    }

    // A failure now breaks the reply off, so that half a file does not look like a whole one.
    private static async Task SendAsync(HttpContext context, IEnumerator<AuditRecord> entries, bool there, bool asCsv)
    {
        var piece = new ArrayBufferWriter<byte>(PieceBytes);
        if (asCsv)
            Write(piece, string.Join(',', s_columns) + "\r\n");
        for (; there; there = entries.MoveNext())
        {
            if (asCsv)
                Write(piece, RowOf(entries.Current));
            else
                WriteJson(piece, entries.Current);
            if (piece.WrittenCount < PieceBytes)
                continue;
            await context.Response.Body.WriteAsync(piece.WrittenMemory, context.RequestAborted);
            piece.ResetWrittenCount();
        }
        await context.Response.Body.WriteAsync(piece.WrittenMemory, context.RequestAborted);
    }

    private static void WriteJson(ArrayBufferWriter<byte> piece, AuditRecord record)
    {
        using (var json = new Utf8JsonWriter(piece, JsonReply.Relaxed))
            JsonSerializer.Serialize(json, AuditDescription.Of(record), JsonReply.Api.AuditEntryInfo);
        piece.Write("\n"u8);
    }

    private static void Write(ArrayBufferWriter<byte> piece, string text) => piece.Write(Encoding.UTF8.GetBytes(text));

    private static string RowOf(AuditRecord record)
    {
        var entry = record.Entry;
        var details = string.Join("; ", entry.Details.Select(detail => $"{detail.Key}={detail.Value}"));
        var row = new StringBuilder();
        row.Append(CultureInfo.InvariantCulture, $"{record.Sequence},{record.Time.UtcDateTime:O}");
        foreach (var text in (ReadOnlySpan<string?>)[entry.Action, entry.Outcome, entry.Actor, entry.KeyId, entry.Subject, entry.RequestId, details, record.Hash])
            row.Append(',').AppendField(text);
        return row.Append("\r\n").ToString();
    }
}
