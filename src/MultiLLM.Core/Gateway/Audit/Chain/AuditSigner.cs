using System.Security.Cryptography;
using System.Text;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Audit.Chain;

/// <summary>
/// The key that signs checkpoints, ECDSA on P-256, made when it is first needed. The private half lies in <c>Home/keys</c> for this user alone; each public
/// half that ever was stays beside it, so that a key that was replaced still proves what it signed.
/// </summary>
internal sealed class AuditSigner : IDisposable
{
    public const string PrivateFile = "audit-signing.key.pem";

    private readonly ECDsa _key;

    private AuditSigner(ECDsa key) => (_key, KeyId) = (key, IdOf(key));

    public string KeyId { get; }

    /// <summary>PEM.</summary>
    public string PublicKey => _key.ExportSubjectPublicKeyInfoPem();

    /// <exception cref="IOException">The folder cannot be written, or what lies there is no such key.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static AuditSigner Open(string folder)
    {
        OwnerOnly.CreateFolder(folder);
        var path = Path.Combine(folder, PrivateFile);
        if (!File.Exists(path))
            Create(path);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException($"{path} holds no private key: {error.Message}");
        }
        var signer = new AuditSigner(key);
        var publicPath = Path.Combine(folder, AuditTrust.NameOf(signer.KeyId));
        if (!File.Exists(publicPath))
            OwnerOnly.Replace(publicPath, Encoding.ASCII.GetBytes(signer.PublicKey + "\n"));
        return signer;
    }

    public string Sign(byte[] statement) => Convert.ToBase64String(_key.SignData(statement, HashAlgorithmName.SHA256));

    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));

    public void Dispose() => _key.Dispose();

    private static void Create(string path)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        OwnerOnly.Replace(path, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
    }
}
