using System.Text;
using System.Text.Json;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

/// <summary>Who may use the service.</summary>
public sealed partial class MultiLLMClient
{
    /// <summary>As whom the service takes this client.</summary>
    public Task<CallerInfo> GetCallerAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "keys/self", null, Json.CallerInfo, cancellationToken);

    /// <summary>Makes a key. Its secret is in the answer and can never be looked up again.</summary>
    public Task<IssuedKeyInfo> CreateKeyAsync(KeyRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("keys", request, Json.KeyRequest, Json.IssuedKeyInfo, cancellationToken);

    /// <summary>All keys, the newest first, without their secrets.</summary>
    public Task<KeyList> ListKeysAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "keys", null, Json.KeyList, cancellationToken);

    /// <summary>One key; "key_not_found" where there is none.</summary>
    public Task<KeyInfo> GetKeyAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, KeyPath(id), null, Json.KeyInfo, cancellationToken);

    /// <summary>Changes what a key may do; what the request leaves out stays.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="request">What is new.</param>
    /// <param name="takeAway">Of "expires_at", "models", "preference" and "limits", what the key is to have no more; null: nothing.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task<KeyInfo> ChangeKeyAsync(
        string id, KeyChangeRequest request, IEnumerable<string>? takeAway = null, CancellationToken cancellationToken = default)
    {
        var body = JsonSerializer.SerializeToNode(request, Json.KeyChangeRequest)!.AsObject();
        foreach (var field in takeAway ?? [])
        {
            body[field] = null;
        }

        return _transport.SendAsync(HttpMethod.Patch, KeyPath(id), Encoding.UTF8.GetBytes(body.ToJsonString()), Json.KeyInfo, cancellationToken);
    }

    /// <summary>Revokes a key for good.</summary>
    public Task<KeyInfo> RevokeKeyAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, KeyPath(id), null, Json.KeyInfo, cancellationToken);

    /// <summary>Gives a key a new secret.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="grace">How long the old secret is still taken; whole seconds. Zero: not at all.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task<IssuedKeyInfo> RotateKeyAsync(string id, TimeSpan grace = default, CancellationToken cancellationToken = default) =>
        PostAsync(KeyPath(id) + "/rotate", new KeyRotation((int)grace.TotalSeconds), Json.KeyRotation, Json.IssuedKeyInfo, cancellationToken);

    private static string KeyPath(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return "keys/" + Uri.EscapeDataString(id);
    }
}
