using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Addresses;

/// <summary>
/// Certificate authorities that are trusted besides the system's, as companies have them for servers of their own. A certificate must name the server and be
/// valid now in any case.
/// </summary>
internal sealed class TrustedAuthorities
{
    private static readonly Oid s_servers = new("1.3.6.1.5.5.7.3.1"); // what a certificate of a server is for

    private readonly X509Certificate2Collection _authorities;

    private TrustedAuthorities(X509Certificate2Collection authorities) => _authorities = authorities;

    /// <param name="path">PEM file; empty: none.</param>
    public static Result<TrustedAuthorities> Read(string path)
    {
        var found = new X509Certificate2Collection();
        if (path.Length == 0)
            return new TrustedAuthorities(found);
        try
        {
            found.ImportFromPemFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new Error(ErrorCode.InvalidRequest, $"{path} cannot be read: {error.Message}");
        }
        return found.Count > 0 ? new TrustedAuthorities(found) : new Error(ErrorCode.InvalidRequest, $"{path} holds no certificate in PEM");
    }

    /// <summary>Null: the system alone decides.</summary>
    public RemoteCertificateValidationCallback? Validation => _authorities.Count == 0 ? null : (_, certificate, chain, errors) =>
        errors == SslPolicyErrors.None
        || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 shown && chain is not null && IsIssuedByOne(shown, chain));

    private bool IsIssuedByOne(X509Certificate2 certificate, X509Chain sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore); // what the server sent between its own and its authority's
        chain.ChainPolicy.ApplicationPolicy.Add(s_servers);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // as for the system's authorities
        return chain.Build(certificate);
    }
}
