using System.Security.Cryptography;
using MultiLLM.Core.Gateway.Keys.Secrets;

namespace MultiLLM.Core.Gateway.Keys.Authentication;

/// <summary>
/// The key with which this process asks itself: the dashboard's followers go over HTTP like everybody. Drawn at each start, kept nowhere, and told to nobody.
/// </summary>
public sealed class OwnKey
{
    private readonly byte[] _bytes;

    public OwnKey() => _bytes = Secret.Bytes();

    public KeySecret Secret { get; } = KeySecret.Generate();
    public Caller Caller { get; } = new() { Name = "dashboard", Role = CallerRole.Admin };

    internal bool Is(KeySecret other) => CryptographicOperations.FixedTimeEquals(_bytes, other.Bytes());
}
