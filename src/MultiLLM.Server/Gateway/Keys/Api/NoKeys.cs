using System.Net;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Gateway.Sessions;

namespace MultiLLM.Server.Gateway.Keys.Api;

/// <summary>Where the product that keeps keys is not there: nobody's key is known but the process's own.</summary>
internal sealed class NoKeys(OwnKey own) : IKeys, IKeyAuthentication, IEndedSessions
{
    private static readonly Error s_none = new(ErrorCode.GatewayStoreUnavailable, "This service keeps no keys.");

    public ValueTask<Result<Caller>> AuthenticateAsync(string key, IPAddress? from, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<Caller>>(KeySecret.Parse(key) is { } secret && own.Is(secret) ? own.Caller : s_none);

    public Result<Caller> CallerOf(string keyId, IPAddress? from, DateTimeOffset? shown = null) => s_none;

    public bool Counts(string keyId, DateTimeOffset? shown = null) => false;

    public ValueTask<bool> EndAsync(string id, DateTimeOffset until, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public ValueTask<bool> IsEndedAsync(string id, DateTimeOffset until, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public bool IsEnded(string id, DateTimeOffset until) => true;

    public ValueTask<Result<IReadOnlyList<ApiKey>>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<Result<IReadOnlyList<ApiKey>>>(s_none);

    public ValueTask<Result<ApiKey>> FindAsync(string id, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ApiKey>>(s_none);

    public ValueTask<Result<IssuedKey>> CreateAsync(KeyOrder order, Caller by, CancellationToken cancellationToken) => ValueTask.FromResult<Result<IssuedKey>>(s_none);

    public ValueTask<Result<ApiKey>> ChangeAsync(string id, Func<ApiKey, ApiKey> change, Caller by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ApiKey>>(s_none);

    public ValueTask<Result<ApiKey>> RevokeAsync(string id, Caller by, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ApiKey>>(s_none);

    public ValueTask<Result<IssuedKey>> RotateAsync(string id, TimeSpan grace, Caller by, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<IssuedKey>>(s_none);
}
