using System.ComponentModel.DataAnnotations;

namespace MultiLLM.Server.Exposure;

/// <summary>The service's certificate; with one it speaks HTTPS only. Section <c>MultiLLM:Server:Tls</c>.</summary>
public sealed class TlsOptions : IValidatableObject
{
    public const string Section = "MultiLLM:Server:Tls";

    /// <summary>PEM, with the chain if there is one, or PKCS#12 (<c>.pfx</c>, <c>.p12</c>). Empty: no TLS. A file that changes is read again.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM of the private key; empty: it is in the certificate's file.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>A file whose first line opens the private key; empty: it is not locked.</summary>
    public string PasswordFile { get; set; } = "";

    internal bool IsOn => CertificateFile.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            if (KeyFile.Length > 0 || PasswordFile.Length > 0)
                yield return new ValidationResult($"{Section}:CertificateFile is missing, though a key or a password is there.");
            yield break;
        }
        if (ServerCertificate.TryLoad(this, out var certificates, out var problem))
            certificates.Dispose();
        else
            yield return new ValidationResult(problem);
    }
}
