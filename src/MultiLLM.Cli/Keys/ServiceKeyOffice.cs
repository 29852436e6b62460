using MultiLLM.Cli.Hosting;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Keys;

/// <summary>A running service.</summary>
internal sealed class ServiceKeyOffice(ServiceSession session) : IKeyOffice
{
    public Task<IssuedKeyInfo> CreateAsync(KeyRequest request, CancellationToken cancellationToken) => session.Client.CreateKeyAsync(request, cancellationToken);

    public Task<KeyList> ListAsync(CancellationToken cancellationToken) => session.Client.ListKeysAsync(cancellationToken);

    public Task<KeyInfo> RevokeAsync(string id, CancellationToken cancellationToken) => session.Client.RevokeKeyAsync(id, cancellationToken);

    public Task<IssuedKeyInfo> RotateAsync(string id, TimeSpan grace, CancellationToken cancellationToken) => session.Client.RotateKeyAsync(id, grace, cancellationToken);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
