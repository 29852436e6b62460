using System.Security.Cryptography;

namespace MultiLLM.Core.Gateway.Audit.Chain;

/// <summary>Public keys whose signatures count.</summary>
internal sealed class AuditTrust : IDisposable
{
    private readonly Dictionary<string, ECDsa> _keys = new(StringComparer.Ordinal);

    public bool IsEmpty => _keys.Count == 0;

    public static string NameOf(string keyId) => $"audit-{keyId}.pub.pem";

    /// <summary>All public keys of the folder; none where there is no folder.</summary>
    public static AuditTrust OfFolder(string folder)
    {
        var trust = new AuditTrust();
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFiles(folder, NameOf("*")).Order(StringComparer.Ordinal))
                trust.Add(File.ReadAllText(path), path);
        }
        return trust;
    }

    /// <exception cref="InvalidDataException">It is no public key.</exception>
    public void Add(string pem, string source)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            _keys[AuditSigner.IdOf(key)] = key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException($"{source} holds no public key in PEM.", error);
        }
    }

    public bool Knows(string keyId) => _keys.ContainsKey(keyId);

    public bool IsSigned(Checkpoint checkpoint) => IsSigned(checkpoint.Key, checkpoint.Statement(), checkpoint.Signature);

    public bool IsSigned(string keyId, byte[] statement, string signature)
    {
        var bytes = new byte[64];
        // Strictly: the same signature in another spelling is a changed byte too.
        return _keys.TryGetValue(keyId, out var key) && Convert.TryFromBase64String(signature, bytes, out var length) && length == bytes.Length
            && Convert.ToBase64String(bytes) == signature && key.VerifyData(statement, bytes, HashAlgorithmName.SHA256);
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }
}
