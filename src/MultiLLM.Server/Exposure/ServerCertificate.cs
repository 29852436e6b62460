using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MultiLLM.Server.Exposure;

/// <summary>
/// The certificate as it lies on disk. A renewed one counts for the next connections, ten seconds later at most; while a new file cannot be read the one before
/// stays.
/// </summary>
internal sealed partial class ServerCertificate(TlsOptions options, TimeProvider time, ILogger<ServerCertificate> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Loaded? _current;
    private DateTime _written;
    private long _lookedAt;

    public bool IsOn => options.IsOn;

    /// <summary>For the next connection.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_current is null || time.GetElapsedTime(_lookedAt) >= LookEvery)
                    LookAgain();
                return _current!.Context;
            }
        }
    }

    /// <summary>True: it is this service's own, whatever names it has.</summary>
    public bool IsOurs(X509Certificate? certificate)
    {
        lock (_gate)
            return certificate is not null && _current is not null && certificate.GetCertHash(HashAlgorithmName.SHA256).AsSpan().SequenceEqual(_current.Hash);
    }

    /// <summary>False: it cannot be used, and why.</summary>
    public static bool TryLoad(TlsOptions options, [NotNullWhen(true)] out Loaded? loaded, [NotNullWhen(false)] out string? problem)
    {
        (loaded, problem) = (null, null);
        try
        {
            var password = options.PasswordFile.Length > 0 ? File.ReadLines(options.PasswordFile).FirstOrDefault() ?? "" : null;
            var all = new X509Certificate2Collection();
            X509Certificate2 own;
            if (IsPkcs12(options.CertificateFile))
            {
                all = X509CertificateLoader.LoadPkcs12CollectionFromFile(options.CertificateFile, password);
                own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("it holds no certificate with a private key");
            }
            else
            {
                var keyFile = options.KeyFile.Length > 0 ? options.KeyFile : options.CertificateFile;
                own = password is null
                    ? X509Certificate2.CreateFromPemFile(options.CertificateFile, keyFile)
                    : X509Certificate2.CreateFromEncryptedPemFile(options.CertificateFile, password, keyFile);
                all.ImportFromPemFile(options.CertificateFile);
            }
            loaded = new Loaded(own, all);
            return true;
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"{TlsOptions.Section}: the certificate \"{options.CertificateFile}\" cannot be used: {unusable.Message}";
            return false;
        }
    }

    private static bool IsPkcs12(string path) =>
        path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".p12", StringComparison.OrdinalIgnoreCase);

    private void LookAgain()
    {
        _lookedAt = time.GetTimestamp();
        var written = File.GetLastWriteTimeUtc(options.CertificateFile);
        if (_current is not null && written == _written)
            return;
        if (TryLoad(options, out var loaded, out var problem))
        {
            // Connections under way may still use the one before, so it is left to the garbage collector.
            (_current, _written) = (loaded, written);
            LogLoaded(loaded.Own.Subject, loaded.Own.NotAfter.ToUniversalTime());
        }
        else if (_current is null)
        {
            throw new InvalidOperationException(problem);
        }
        else
        {
            LogKept(problem);
        }
    }

    [LoggerMessage(LogLevel.Information, "TLS with the certificate of {Subject}, valid until {Until:u}")]
    private partial void LogLoaded(string subject, DateTime until);

    [LoggerMessage(LogLevel.Error, "The certificate before stays in use: {Problem}")]
    private partial void LogKept(string problem);

    /// <summary>A certificate with its chain.</summary>
    internal sealed class Loaded(X509Certificate2 own, X509Certificate2Collection all) : IDisposable
    {
        public X509Certificate2 Own { get; } = own;
        public byte[] Hash { get; } = own.GetCertHash(HashAlgorithmName.SHA256);
        public SslStreamCertificateContext Context { get; } = SslStreamCertificateContext.Create(own, all, offline: true);

        public void Dispose()
        {
            Own.Dispose();
            foreach (var certificate in all)
                certificate.Dispose();
        }
    }
}
