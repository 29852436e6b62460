using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>One key that looks after the service, so that it may listen anywhere; its secret is known to nobody.</summary>
internal sealed class FakeKeys : IKeys
{
    private static readonly Error s_no = new(ErrorCode.GatewayStoreUnavailable, "These keys are not real.");

    public ValueTask<Result<IReadOnlyList<ApiKey>>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Result<IReadOnlyList<ApiKey>>>(new List<ApiKey>
    {
        new() { Prefix = "aaaaaaaa", Name = "fake", Role = CallerRole.Admin, CreatedAt = DateTimeOffset.UnixEpoch },
    });

    public ValueTask<Result<ApiKey>> FindAsync(string id, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ApiKey>>(s_no);

    public ValueTask<Result<IssuedKey>> CreateAsync(KeyOrder order, Caller by, CancellationToken cancellationToken) => ValueTask.FromResult<Result<IssuedKey>>(s_no);

    public ValueTask<Result<ApiKey>> ChangeAsync(string id, Func<ApiKey, ApiKey> change, Caller by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ApiKey>>(s_no);

    public ValueTask<Result<ApiKey>> RevokeAsync(string id, Caller by, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ApiKey>>(s_no);

    public ValueTask<Result<IssuedKey>> RotateAsync(string id, TimeSpan grace, Caller by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<IssuedKey>>(s_no);
}
