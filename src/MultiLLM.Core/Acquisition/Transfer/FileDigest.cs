using System.Security.Cryptography;

namespace MultiLLM.Core.Acquisition.Transfer;

internal static class FileDigest
{
    private const int BufferBytes = 1 << 20;

    /// <summary>SHA-256 of a file as 64 lower-case hexadecimal digits. Throws like any file.</summary>
    public static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, FileOptions.SequentialScan);
        var buffer = new byte[BufferBytes];
        while (await file.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            hash.AppendData(buffer, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
