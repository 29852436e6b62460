using System.Text.Json;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

/// <summary>The content policy.</summary>
public sealed partial class MultiLLMClient
{
    /// <summary>The one in force.</summary>
    public Task<PolicyInfo> GetPolicyAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "policy", null, Json.PolicyInfo, cancellationToken);

    /// <summary>What a policy would do to texts.</summary>
    public Task<PolicyTestReply> TestPolicyAsync(PolicyTestRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, "policy/test", JsonSerializer.SerializeToUtf8Bytes(request, Json.PolicyTestRequest), Json.PolicyTestReply, cancellationToken);
}
