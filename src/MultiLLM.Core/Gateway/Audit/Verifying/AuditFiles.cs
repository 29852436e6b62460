using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Files;

namespace MultiLLM.Core.Gateway.Audit.Verifying;

/// <summary>Checks a log where no service runs, also a copy of one on another machine.</summary>
public static class AuditFiles
{
    /// <param name="folder">The log's files.</param>
    /// <param name="keyFolder">Whose public keys count; need not be there.</param>
    /// <param name="publicKey">One that counts too, as a name for messages and its PEM; null: none.</param>
    /// <param name="anchor">A checkpoint that was kept elsewhere; null: none.</param>
    /// <exception cref="IOException">There is no log or no key, or a file cannot be read.</exception>
    /// <exception cref="InvalidDataException">What should be a public key is none.</exception>
    public static AuditVerification Verify(string folder, string keyFolder, (string Name, string Pem)? publicKey, Checkpoint? anchor)
    {
        using var trust = AuditTrust.OfFolder(keyFolder);
        if (publicKey is { } named)
            trust.Add(named.Pem, named.Name);
        if (!Directory.Exists(folder) || (anchor is null && IsBare(new AuditFolder(folder))))
            throw new DirectoryNotFoundException($"There is no audit log in {folder}.");
        if (trust.IsEmpty)
            throw new FileNotFoundException("There is no public key to check signatures with; name one with --public-key.");
        return new AuditVerifier(new AuditFolder(folder), trust).Verify(anchor, CancellationToken.None);
    }

    /// <summary>Nothing of a log is there: it is another folder, or somebody removed all of it. Neither is an intact log.</summary>
    private static bool IsBare(AuditFolder folder) => folder.Segments().Count == 0 && !File.Exists(folder.HeadPath);
}
