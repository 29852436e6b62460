using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MultiLLM.Core.Gateway.Audit.Chain;

/// <summary>Signed words: at this time the chain of this log had this hash at this entry. Kept elsewhere, it shows later that nothing before was changed or cut off.</summary>
public sealed record Checkpoint
{
    /// <summary>Which log; made up when it began.</summary>
    public required string Log { get; init; }
    public required long Sequence { get; init; }

    /// <summary>Of that entry, 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }
    public required DateTimeOffset Time { get; init; }

    /// <summary>Id of the key that signed.</summary>
    public required string Key { get; init; }

    /// <summary>ECDSA on P-256 with SHA-256, base64; over <see cref="Statement"/>.</summary>
    public required string Signature { get; init; }

    /// <summary>What is signed.</summary>
    internal byte[] Statement() => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"multillm audit checkpoint 1\n{Log}\n{Sequence}\n{Hash}\n{Time.UtcDateTime:O}\n{Key}\n"));

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AuditJson.Default.Checkpoint);

    /// <summary>Null: not one.</summary>
    internal static Checkpoint? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AuditJson.Default.Checkpoint);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static Checkpoint Sign(AuditSigner signer, string log, ChainHead head, DateTimeOffset time)
    {
        var unsigned = new Checkpoint { Log = log, Sequence = head.Sequence, Hash = head.Hash, Time = time, Key = signer.KeyId, Signature = "" };
        return unsigned with { Signature = signer.Sign(unsigned.Statement()) };
    }
}
