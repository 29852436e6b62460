using System.Globalization;
using System.Text.Json;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

/// <summary>What was done and decided, the proof of it, and what must not be deleted. For administrators.</summary>
public sealed partial class MultiLLMClient
{
    /// <summary>Entries of the audit log, the newest first, a page at a time.</summary>
    /// <param name="query">Which; null: all.</param>
    /// <param name="cursor">The page before's <see cref="AuditPage.Cursor"/>; null: the first page.</param>
    /// <param name="limit">1 to 1000; null: 100.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task<AuditPage> GetAuditAsync(AuditQuery? query = null, string? cursor = null, int? limit = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            HttpMethod.Get, "audit" + (query ?? new()).ToQuery(("cursor", cursor), ("limit", limit?.ToString(CultureInfo.InvariantCulture))), null, Json.AuditPage, cancellationToken);

    /// <summary>Entries as a file, the oldest first: "ndjson" or "csv".</summary>
    public Task ExportAuditAsync(string format, Stream destination, AuditQuery? query = null, CancellationToken cancellationToken = default) =>
        _transport.CopyAsync("audit/export" + (query ?? new()).ToQuery(("format", format)), destination, cancellationToken);

    /// <summary>Lets the service check its log, also against a checkpoint that was kept elsewhere.</summary>
    public Task<AuditVerificationInfo> VerifyAuditAsync(AuditCheckpointInfo? checkpoint = null, CancellationToken cancellationToken = default) => checkpoint is null
        ? _transport.SendAsync(HttpMethod.Get, "audit/verify", null, Json.AuditVerificationInfo, cancellationToken)
        : _transport.SendAsync(
            HttpMethod.Post, "audit/verify", JsonSerializer.SerializeToUtf8Bytes(new AuditVerifyRequest { Checkpoint = checkpoint }, Json.AuditVerifyRequest),
            Json.AuditVerificationInfo, cancellationToken);

    /// <summary>Signs the log as it is now. Keep the result where the service's machine cannot write.</summary>
    public Task<AuditCheckpointInfo> SignAuditAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, "audit/checkpoint", null, Json.AuditCheckpointInfo, cancellationToken);

    /// <summary>What must not be deleted.</summary>
    public Task<HoldList> GetHoldsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "audit/holds", null, Json.HoldList, cancellationToken);

    public Task<HoldInfo> PlaceHoldAsync(HoldRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, "audit/holds", JsonSerializer.SerializeToUtf8Bytes(request, Json.HoldRequest), Json.HoldInfo, cancellationToken);

    public Task<HoldInfo> LiftHoldAsync(string id, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return _transport.SendAsync(
            HttpMethod.Post, $"audit/holds/{Uri.EscapeDataString(id)}/lift", JsonSerializer.SerializeToUtf8Bytes(new LiftRequest { Reason = reason }, Json.LiftRequest),
            Json.HoldInfo, cancellationToken);
    }

    /// <summary>Erases the texts of one conversation.</summary>
    public Task<ErasedInfo> EraseConversationAsync(string conversation, CancellationToken cancellationToken = default) => EraseAsync("conversation", conversation, cancellationToken);

    /// <summary>Erases the texts of all requests that came with one key.</summary>
    public Task<ErasedInfo> EraseKeyAsync(string keyId, CancellationToken cancellationToken = default) => EraseAsync("key", keyId, cancellationToken);

    private Task<ErasedInfo> EraseAsync(string field, string value, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return _transport.SendAsync(HttpMethod.Delete, $"analytics/prompts?{field}={Uri.EscapeDataString(value)}", null, Json.ErasedInfo, cancellationToken);
    }
}
