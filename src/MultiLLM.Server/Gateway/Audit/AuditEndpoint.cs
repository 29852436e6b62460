using System.Globalization;
using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Core.Gateway.Audit.Verifying;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Audit;

/// <summary><c>GET /audit</c>, <c>GET</c> and <c>POST /audit/verify</c>, <c>POST /audit/checkpoint</c></summary>
internal sealed class AuditEndpoint(IAuditReader reader, IAuditStanding standing, ServerLimits limits, TimeProvider time)
{
    public const int UsualLimit = 100;
    public const int MostAtOnce = 1000;
    public const int CursorLength = 19;

    public async Task ListAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(context.Request.Query, problem);
        var filter = AuditFilterReader.Read(fields, problem, time.GetUtcNow());
        var limit = fields.Integer("limit", 1, MostAtOnce) ?? UsualLimit;
        var before = ReadCursor(fields, problem);
        if (problem.Error is { } error)
        {
            await ErrorReplies.WriteAsync(context, error);
            return;
        }
        try
        {
            var found = reader.Newest(filter, before, limit + 1, context.RequestAborted);
            var shown = found.Take(limit).Select(AuditDescription.Of).ToList();
            var cursor = found.Count > limit ? shown[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null;
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, new AuditPage(shown, cursor), JsonReply.Api.AuditPage);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            await ErrorReplies.WriteAsync(context, new Error(ErrorCode.AuditUnavailable, $"The audit log cannot be read: {trouble.Message}", RetryAfter: TimeSpan.FromSeconds(5)));
        }
    }

    public async Task VerifyAsync(HttpContext context) => await SendAsync(context, await standing.VerifyAsync(null, context.RequestAborted));

    public async Task VerifyAgainstAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, ReadCheckpoint) is { } kept)
            await SendAsync(context, await standing.VerifyAsync(kept, context.RequestAborted));
    }

    public async Task SignAsync(HttpContext context)
    {
        var signed = await standing.CheckpointAsync(context.RequestAborted);
        if (signed.IsSuccess)
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, AuditDescription.Of(signed.Value, standing.Status.PublicKey), JsonReply.Api.AuditCheckpointInfo);
        else
            await ErrorReplies.WriteAsync(context, signed.Error);
    }

    private static Task SendAsync(HttpContext context, Result<AuditVerification> found) => found.IsSuccess
        ? JsonReply.WriteAsync(context, StatusCodes.Status200OK, AuditDescription.Of(found.Value), JsonReply.Api.AuditVerificationInfo)
        : ErrorReplies.WriteAsync(context, found.Error);

    private static long? ReadCursor(QueryFields fields, RequestProblem problem)
    {
        if (fields.Text("cursor", CursorLength) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            return sequence;
        problem.Report("cursor", $"must come from the page before; got \"{JsonText.Shorten(text)}\"");
        return null;
    }

    private static Result<Checkpoint> ReadCheckpoint(JsonDocument body, ServerLimits limits)
    {
        const int LongestText = 256;
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        fields.RefuseOthers("checkpoint");
        if (fields.Object("checkpoint") is not { } told)
            return problem.Error ?? new Error(ErrorCode.InvalidRequest, "checkpoint is required; without one ask with GET", "checkpoint");
        var checkpoint = new Checkpoint
        {
            Log = Required(told, "log"),
            Sequence = told.Long("sequence", 0, long.MaxValue) ?? Missing(told, "sequence"),
            Hash = Required(told, "hash"),
            Time = DateTimeOffset.TryParse(Required(told, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : MissingTime(told),
            Key = Required(told, "key"),
            Signature = Required(told, "signature"),
        };
        return problem.Error is { } error ? error : checkpoint;

        static string Required(Fields from, string field)
        {
            if (from.Text(field, LongestText) is { Length: > 0 } text)
                return text;
            from.Report(field, "is required");
            return "";
        }

        static long Missing(Fields from, string field)
        {
            from.Report(field, "is required");
            return 0;
        }

        static DateTimeOffset MissingTime(Fields from)
        {
            from.Report("time", "must be a time as the checkpoint has it");
            return default;
        }
    }
}
