using System.Buffers;
using System.Security.Cryptography;

namespace MultiLLM.Core.Gateway.Governance.Digests;

internal static class FileDigest
{
    private const int PieceBytes = 4 << 20;

    /// <summary>SHA-256 of a file, lower-case hexadecimal; no quicker than asked, so that nobody who waits for the disk notices.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<string> OfAsync(string path, long? bytesPerSecond, TimeProvider time, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            var (done, begin) = (0L, time.GetTimestamp());
            while (await file.ReadAsync(piece.AsMemory(0, PieceBytes), cancellationToken) is > 0 and var read)
            {
                hash.AppendData(piece, 0, read);
                done += read;
                if (bytesPerSecond is not { } pace)
                    continue;
                var early = TimeSpan.FromSeconds((double)done / pace) - time.GetElapsedTime(begin);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early, time, cancellationToken);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
