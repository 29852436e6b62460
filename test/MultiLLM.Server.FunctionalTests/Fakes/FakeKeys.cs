using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Keys.Secrets;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>One key, whatever id is asked for.</summary>
internal sealed class FakeKeys : IKeys
{
    private static readonly ApiKey s_key = new() { Prefix = "abcdefgh", Name = "reports", Role = CallerRole.User, CreatedAt = DateTimeOffset.UnixEpoch };

    public ValueTask<Result<IReadOnlyList<ApiKey>>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Result<IReadOnlyList<ApiKey>>>((ApiKey[])[s_key]);

    public ValueTask<Result<ApiKey>> FindAsync(string id, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ApiKey>>(s_key);

    public ValueTask<Result<IssuedKey>> CreateAsync(KeyOrder order, Caller by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<IssuedKey>>(new IssuedKey(s_key with { Name = order.Name, Role = order.Role, Models = order.Models }, KeySecret.Generate(s_key.Prefix)));

    public ValueTask<Result<ApiKey>> ChangeAsync(string id, Func<ApiKey, ApiKey> change, Caller by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ApiKey>>(change(s_key));

    public ValueTask<Result<ApiKey>> RevokeAsync(string id, Caller by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ApiKey>>(s_key with { RevokedAt = DateTimeOffset.UnixEpoch });

    public ValueTask<Result<IssuedKey>> RotateAsync(string id, TimeSpan grace, Caller by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<IssuedKey>>(new IssuedKey(s_key, KeySecret.Generate(s_key.Prefix)));
}
