using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Keys;

/// <summary>Where keys are made and revoked: a running service, or its database where none runs.</summary>
internal interface IKeyOffice : IAsyncDisposable
{
    Task<IssuedKeyInfo> CreateAsync(KeyRequest request, CancellationToken cancellationToken);

    Task<KeyList> ListAsync(CancellationToken cancellationToken);

    Task<KeyInfo> RevokeAsync(string id, CancellationToken cancellationToken);

    Task<IssuedKeyInfo> RotateAsync(string id, TimeSpan grace, CancellationToken cancellationToken);
}
