using MultiLLM.Core.Gateway;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway.Governance;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.Governance;

/// <summary>Which models may be used, and the report for those who audit. For administrators.</summary>
internal static class GovernanceApi
{
    public static void AddGovernanceApi(this IServiceCollection services)
    {
        services.AddOptions<GovernanceOptions>();
        services.AddSingleton<GovernanceEndpoint>();
    }

    public static void MapGovernance(this WebApplication app)
    {
        var group = app.MapGroup("/governance").WithTags("Governance").Needs(CallerRole.Admin);
        var governance = app.Services.GetRequiredService<GovernanceEndpoint>();
        group.MapGet("/models", governance.ModelsAsync).WithMetadata(IsPolled.Metadata).Described(new("Models with licence, source, digest and what was decided about them")
        {
            Reply = typeof(GovernedModelList),
            Errors = [403],
        });
        group.MapGet("/approvals", governance.ApprovalsAsync).WithMetadata(IsPolled.Metadata).Described(new("What was decided about models")
        {
            Reply = typeof(ApprovalList),
            Errors = [403, 503],
        });
        group.MapPost("/approvals", governance.DecideAsync).Described(new("Approve or reject a model")
        {
            Details = "As its file is now: another content of the same name is not approved by it. What was decided before is replaced. Answers when the file's digest is known. "
                + "tasks, keys and roles left out or empty: for all.",
            Request = typeof(ApprovalRequest),
            Example = """{"model_id":"starter-chat","tasks":["chat","code"],"note":"Reviewed, ticket 4711."}""",
            Reply = typeof(ApprovalInfo),
            Errors = [400, 403, 404, 413, 415, 422, 502, 503],
        });
        group.MapDelete("/approvals/{id}", governance.WithdrawAsync).Described(new("Take a decision about a model back")
        {
            Reply = typeof(ApprovalInfo),
            Errors = [403, 404, 503],
        });
        group.MapGet("/report", governance.ReportAsync).Described(new("What an auditor has to know")
        {
            Details = "Models and their approvals, uses, keys, limits, the content policy and what it decided, other servers, incidents, acts, settings that matter, and the evidence: the audit log is checked "
                + "and signed on the way. Of the last 30 days, or from, to, since, tz. "
                + "format: json (default), or html for a page that can be printed and needs nothing else.",
            Query = new Dictionary<string, QueryField>
            {
                ["since"] = QueryField.Text("How far back: 24h, 7d, 4w. Excludes from.", 64),
                ["from"] = QueryField.Time("The begin, ISO 8601."),
                ["to"] = QueryField.Time("The end, not included; else now."),
                ["tz"] = QueryField.Text("Time zone of times without offset; else UTC.", 64),
                ["format"] = QueryField.OneOf("Of the report.", ["json", "html"]),
            },
            Reply = typeof(GovernanceReportInfo),
            Errors = [400, 403, 503],
        });
    }
}
