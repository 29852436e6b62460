using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

public sealed partial class MultiLLMClient
{
    /// <summary>The servers of models that are not on the service's machine, and how they stand.</summary>
    public Task<BackendList> GetBackendsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "backends", null, Json.BackendList, cancellationToken);
}
