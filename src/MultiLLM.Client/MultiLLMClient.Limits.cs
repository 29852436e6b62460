using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

public sealed partial class MultiLLMClient
{
    /// <summary>What the caller's own key may use, and how much of it is left.</summary>
    public Task<LimitReport> GetLimitsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "limits", null, Json.LimitReport, cancellationToken);

    /// <summary>The same of any key, for administrators.</summary>
    public Task<LimitReport> GetLimitsAsync(string keyId, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, $"limits/{Uri.EscapeDataString(keyId)}", null, Json.LimitReport, cancellationToken);

    /// <summary>What waits to be let in: the caller's own requests, everybody's for administrators.</summary>
    public Task<QueueReport> GetQueueAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "system/queue", null, Json.QueueReport, cancellationToken);
}
