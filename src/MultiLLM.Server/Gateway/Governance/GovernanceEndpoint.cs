using System.Text;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Governance;
using MultiLLM.Core.Gateway.Governance.Approvals;
using MultiLLM.Core.Gateway.Governance.Reporting;
using MultiLLM.Server.Analytics;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Governance;

/// <summary><c>GET /governance/models</c>, <c>/governance/report</c>, <c>GET</c> and <c>POST /governance/approvals</c>, <c>DELETE /governance/approvals/{id}</c></summary>
internal sealed class GovernanceEndpoint(
    IApprovals approvals, IGovernanceReports reports, IAuditStanding audit, IOptions<GovernanceOptions> options, ServerLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);
    private static readonly string[] s_formats = ["json", "html"];

    public Task ModelsAsync(HttpContext context) => JsonReply.WriteAsync(
        context, StatusCodes.Status200OK, new GovernedModelList(options.Value.ApprovedOnly, [.. reports.Models().Select(GovernanceDescription.Of)]), JsonReply.Api.GovernedModelList);

    public Task ApprovalsAsync(HttpContext context) => approvals.Current is { } current
        ? JsonReply.WriteAsync(
            context, StatusCodes.Status200OK, new ApprovalList([.. current.Values.OrderBy(one => one.ModelId, StringComparer.Ordinal).Select(GovernanceDescription.Of)]), JsonReply.Api.ApprovalList)
        : ErrorReplies.WriteAsync(context, new Error(ErrorCode.GatewayStoreUnavailable, "It cannot be read what was decided about models."));

    public async Task DecideAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, ApprovalReader.Read) is { } call)
            await SendAsync(context, await approvals.DecideAsync(call.Model, call.Order, context.Caller(), context.TraceIdentifier, context.RequestAborted));
    }

    public Task WithdrawAsync(HttpContext context) =>
        SendAsync(context, approvals.Withdraw((string)context.GetRouteValue("id")!, context.Caller(), context.TraceIdentifier));

    public async Task ReportAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(context.Request.Query, problem);
        var period = PeriodReader.Read(fields, problem, time.GetUtcNow(), Usual);
        var format = fields.Choice("format", s_formats) ?? s_formats[0];
        var report = problem.Error is { } wrong ? wrong : await reports.MakeAsync(period.From, period.To, context.RequestAborted);
        if (!report.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, report.Error);
            return;
        }
        var told = GovernanceDescription.Of(report.Value, audit.Status.PublicKey);
        if (format == "json")
        {
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, told, JsonReply.Api.GovernanceReportInfo);
            return;
        }
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = ReportPage.ContentPolicy;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(ReportPage.Of(told)), context.RequestAborted);
    }

    private static Task SendAsync(HttpContext context, Result<ModelApproval> decided) => decided.IsSuccess
        ? JsonReply.WriteAsync(context, StatusCodes.Status200OK, GovernanceDescription.Of(decided.Value), JsonReply.Api.ApprovalInfo)
        : ErrorReplies.WriteAsync(context, decided.Error);
}
