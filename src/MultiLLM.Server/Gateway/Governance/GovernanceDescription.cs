using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Governance.Approvals;
using MultiLLM.Core.Gateway.Governance.Reporting;
using MultiLLM.Server.Gateway.Audit;

namespace MultiLLM.Server.Gateway.Governance;

internal static class GovernanceDescription
{
    private const string NoName = "none";

    public static ApprovalInfo Of(ModelApproval approval) => new()
    {
        ModelId = approval.ModelId,
        Verdict = EnumWords<ApprovalVerdict>.Of(approval.Verdict),
        Digest = approval.Digest,
        License = approval.License,
        Source = approval.Source,
        Tasks = approval.Tasks,
        Keys = approval.Keys,
        Roles = approval.Roles,
        Until = approval.Until,
        Note = approval.Note,
        By = approval.By,
        At = approval.At,
    };

    public static GovernedModelInfo Of(GovernedModel model) => new()
    {
        Id = model.Id,
        Kind = model.Kind,
        License = model.License,
        Source = model.Source,
        Digest = model.Digest,
        SizeBytes = model.SizeBytes,
        Standing = EnumWords<ApprovalStanding>.Of(model.Standing),
        Approval = model.Approval is { } approval ? Of(approval) : null,
    };

    public static GovernanceReportInfo Of(GovernanceReport report, string? publicKey) => new()
    {
        From = report.From,
        To = report.To,
        MadeAt = report.MadeAt,
        ApprovedOnly = report.ApprovedOnly,
        Models = [.. report.Models.Select(Of)],
        Uses = [.. report.Uses.Select(use => new ModelUseInfo(use.By, use.Name.Length > 0 ? use.Name : NoName, use.Requests, use.Failed, use.Refused, use.PromptTokens, use.CompletionTokens))],
        Acts = [.. report.Acts.Select(act => new ActCountInfo(act.Action, act.Outcome, act.Count))],
        Incidents = [.. report.Incidents.Select(Of)],
        Parts = [.. report.Parts.Select(Of)],
        Settings = [.. report.Settings.Select(setting => new GovernedSettingInfo(setting.Name, setting.Value, setting.Meaning))],
        Evidence = new GovernanceEvidenceInfo
        {
            Verification = report.Evidence.Verification is { } found ? AuditDescription.Of(found) : null,
            Problem = report.Evidence.Problem,
            Checkpoint = report.Evidence.Checkpoint is { } checkpoint ? AuditDescription.Of(checkpoint, publicKey) : null,
            Lost = report.Evidence.Lost,
        },
    };

    private static GovernanceIncidentInfo Of(GovernanceIncident incident) => new()
    {
        Kind = incident.Kind,
        Subject = incident.Subject,
        Key = incident.KeyId,
        First = incident.First,
        Last = incident.Last,
        Count = incident.Count,
        Message = incident.Message,
    };

    private static GovernancePartInfo Of(GovernancePart part) => new(
        part.Id, part.Title, part.Summary, [.. part.Columns.Select(column => new GovernanceColumnInfo(column.Title, EnumWords<ColumnKind>.Of(column.Kind), column.Empty))],
        part.Rows, part.Problem);
}
