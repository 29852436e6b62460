using System.Text.Json;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

/// <summary>Which models may be used, and the report for those who audit.</summary>
public sealed partial class MultiLLMClient
{
    /// <summary>Each model with its licence, source, digest and what was decided about it.</summary>
    public Task<GovernedModelList> GetGovernedModelsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "governance/models", null, Json.GovernedModelList, cancellationToken);

    public Task<ApprovalList> GetApprovalsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "governance/approvals", null, Json.ApprovalList, cancellationToken);

    /// <summary>Approves or rejects a model's file as it is now.</summary>
    public Task<ApprovalInfo> DecideAsync(ApprovalRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, "governance/approvals", JsonSerializer.SerializeToUtf8Bytes(request, Json.ApprovalRequest), Json.ApprovalInfo, cancellationToken);

    /// <summary>Takes a decision back.</summary>
    public Task<ApprovalInfo> WithdrawApprovalAsync(string model, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        return _transport.SendAsync(HttpMethod.Delete, $"governance/approvals/{Uri.EscapeDataString(model)}", null, Json.ApprovalInfo, cancellationToken);
    }

    /// <summary>What an auditor has to know of a period; null: the last 30 days.</summary>
    public Task<GovernanceReportInfo> GetGovernanceReportAsync(DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "governance/report" + Period(from, to), null, Json.GovernanceReportInfo, cancellationToken);

    /// <summary>The same as a page that can be printed and needs nothing else.</summary>
    public Task CopyGovernancePageAsync(Stream destination, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        _transport.CopyAsync("governance/report" + Period(from, to, ("format", "html")), destination, cancellationToken);

    private static string Period(DateTimeOffset? from, DateTimeOffset? to, params ReadOnlySpan<(string Name, string? Value)> more) =>
        new AuditQuery { From = from, To = to }.ToQuery(more);
}
