using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Audit;

/// <summary><c>GET</c> and <c>POST /audit/holds</c>, <c>POST /audit/holds/{id}/lift</c></summary>
internal sealed class HoldsEndpoint(ILegalHolds holds, ServerLimits limits)
{
    private const int LongestReason = 1000;
    private const int LongestId = 128;

    public Task ListAsync(HttpContext context) => holds.Current is { } current
        ? JsonReply.WriteAsync(context, StatusCodes.Status200OK, new HoldList([.. current.Select(AuditDescription.Of)]), JsonReply.Api.HoldList)
        : ErrorReplies.WriteAsync(context, new Error(ErrorCode.AuditUnavailable, "The legal holds cannot be read; nothing is deleted until they can."));

    public async Task PlaceAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, ReadOrder) is { } order)
            await SendAsync(context, holds.Place(order, context.Caller(), context.TraceIdentifier));
    }

    public async Task LiftAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, ReadReason) is { } reason)
            await SendAsync(context, holds.Lift((string)context.GetRouteValue("id")!, reason, context.Caller(), context.TraceIdentifier));
    }

    private static Task SendAsync(HttpContext context, Result<LegalHold> hold) => hold.IsSuccess
        ? JsonReply.WriteAsync(context, StatusCodes.Status200OK, AuditDescription.Of(hold.Value), JsonReply.Api.HoldInfo)
        : ErrorReplies.WriteAsync(context, hold.Error);

    private static Result<HoldOrder> ReadOrder(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        fields.RefuseOthers("reason", "key", "conversation", "from", "to");
        var order = new HoldOrder(Reason(fields), Name(fields, "key"), Name(fields, "conversation"), fields.Time("from"), fields.Time("to"));
        if (order.From >= order.To)
            fields.Report("to", "must be after from");
        return problem.Error is { } error ? error : order;
    }

    private static Result<string> ReadReason(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        fields.RefuseOthers("reason");
        var reason = Reason(fields);
        return problem.Error is { } error ? error : reason;
    }

    private static string Reason(Fields fields)
    {
        if (fields.Text("reason", LongestReason) is { } reason && !string.IsNullOrWhiteSpace(reason))
            return reason;
        fields.Report("reason", "is required: somebody will ask later");
        return "";
    }

    /// <summary>A hold for a blank name would look like one that holds something, and hold nothing.</summary>
    private static string? Name(Fields fields, string field)
    {
        var name = fields.Text(field, LongestId);
        if (name is not null && string.IsNullOrWhiteSpace(name))
            fields.Report(field, "must not be blank; leave it out where the hold is for all");
        return name;
    }
}
