using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MultiLLM.Server.Exposure;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Exposure;

public sealed class TlsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pem")]
    [InlineData("pem with password")]
    [InlineData("pfx")]
    public async Task Listen_WithACertificate_SpeaksHttpsWithIt(string kind)
    {
        using var own = Make("models.test");
        await using var service = await TestService.StartAsync([.. Write(own, kind), "--MultiLLM:Server:AllowedHosts:0", "models.test"]);
        Assert.Equal("https", service.Url.Scheme);

        string? shown = null;
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = certificate?.GetCertHashString()) is not null },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Url, "/health/live")) { Headers = { Host = "models.test" } };
        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(own.GetCertHashString(), shown);
        Assert.Equal(["max-age=31536000"], response.Headers.GetValues("Strict-Transport-Security"));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new UriBuilder(service.Url) { Scheme = "http" }.Uri));
    }

    [Fact]
    public void Current_ARenewedFile_CountsAfterAWhile_ABrokenOneDoesNot()
    {
        using var first = Make("first.test");
        using var second = Make("second.test");
        Write(first, "pem");
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var options = new TlsOptions { CertificateFile = Path.Combine(_folder.Path, "own.pem"), KeyFile = Path.Combine(_folder.Path, "own.key") };
        var certificate = new ServerCertificate(options, time, Microsoft.Extensions.Logging.Abstractions.NullLogger<ServerCertificate>.Instance);
        Assert.Equal("CN=first.test", certificate.Current.TargetCertificate.Subject);

        Write(second, "pem");
        File.SetLastWriteTimeUtc(options.CertificateFile, new DateTime(2040, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal("CN=first.test", certificate.Current.TargetCertificate.Subject);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("CN=second.test", certificate.Current.TargetCertificate.Subject);
        Assert.True(certificate.IsOurs(second));
        Assert.False(certificate.IsOurs(first));

        File.WriteAllText(options.CertificateFile, "half a file");
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("CN=second.test", certificate.Current.TargetCertificate.Subject);
    }

    [Theory]
    [InlineData("nonesuch.pem", "", "cannot be used")]
    [InlineData("", "own.key", "CertificateFile is missing")]
    public void Validate_WhatCannotBeUsed_SaysWhy(string certificate, string key, string expected)
    {
        var options = new TlsOptions { CertificateFile = certificate.Length > 0 ? Path.Combine(_folder.Path, certificate) : "", KeyFile = key };
        Assert.Contains(expected, Assert.Single(options.Validate(new(options))).ErrorMessage);
    }

    private string[] Write(X509Certificate2 certificate, string kind)
    {
        var (own, key, password) = (Path.Combine(_folder.Path, kind == "pfx" ? "own.pfx" : "own.pem"), Path.Combine(_folder.Path, "own.key"), Path.Combine(_folder.Path, "password"));
        File.WriteAllText(password, "open sesame\n");
        using var rsa = certificate.GetRSAPrivateKey()!;
        switch (kind)
        {
            case "pfx":
                File.WriteAllBytes(own, certificate.Export(X509ContentType.Pfx, "open sesame"));
                return ["--MultiLLM:Server:Tls:CertificateFile", own, "--MultiLLM:Server:Tls:PasswordFile", password];
            case "pem":
                File.WriteAllText(own, certificate.ExportCertificatePem());
                File.WriteAllText(key, rsa.ExportPkcs8PrivateKeyPem());
                return ["--MultiLLM:Server:Tls:CertificateFile", own, "--MultiLLM:Server:Tls:KeyFile", key];
            default:
                var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
                File.WriteAllText(own, certificate.ExportCertificatePem());
                File.WriteAllText(key, rsa.ExportEncryptedPkcs8PrivateKeyPem("open sesame", parameters));
                return ["--MultiLLM:Server:Tls:CertificateFile", own, "--MultiLLM:Server:Tls:KeyFile", key, "--MultiLLM:Server:Tls:PasswordFile", password];
        }
    }

    private static X509Certificate2 Make(string name)
    {
        using var rsa = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
