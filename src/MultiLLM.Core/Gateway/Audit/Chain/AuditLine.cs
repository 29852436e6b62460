using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace MultiLLM.Core.Gateway.Audit.Chain;

/// <summary>
/// One entry as a line of JSON: <c>{"hash":"…","seq":…,…}</c>. The hash is that of the hash before it and of all bytes after its own field, as they stand in
/// the file; so nothing has to be written anew to be checked, and no byte can change unnoticed. Pure.
/// </summary>
internal static class AuditLine
{
    public const int HashDigits = 64;
    public const int MaxBytes = 256 * 1024;

    private static readonly JsonWriterOptions s_compact = new() { Indented = false };
    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> Before => "{\"hash\":\""u8;
    private static ReadOnlySpan<byte> After => "\","u8;

    /// <summary>Writes the entry that follows <paramref name="head"/>, with its line's end.</summary>
    public static ChainHead Append(ArrayBufferWriter<byte> output, ChainHead head, AuditEntry entry, DateTimeOffset time)
    {
        var sequence = head.Sequence + 1;
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, s_compact))
            Write(json, sequence, entry, time);
        var hash = HashOf(head.Hash, body.WrittenSpan[1..]);
        output.Write(Before);
        output.Write(System.Text.Encoding.ASCII.GetBytes(hash));
        output.Write(After);
        output.Write(body.WrittenSpan[1..]);
        output.Write("\n"u8);
        return new ChainHead(sequence, hash);
    }

    /// <summary>Takes a line apart, without its end. False: it is none of ours.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, out string hash, out ReadOnlySpan<byte> body)
    {
        hash = "";
        body = default;
        var begin = Before.Length + HashDigits + After.Length;
        if (line.Length <= begin || !line.StartsWith(Before) || !line[(Before.Length + HashDigits)..].StartsWith(After))
            return false;
        var digits = line.Slice(Before.Length, HashDigits);
        if (digits.ContainsAnyExcept(s_digits))
            return false;
        hash = System.Text.Encoding.ASCII.GetString(digits);
        body = line[begin..];
        return true;
    }

    public static string HashOf(string previous, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(previous));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What a line says; null: it is none of ours. Its hash is not checked here.</summary>
    public static AuditRecord? Parse(ReadOnlySpan<byte> line)
    {
        if (!TrySplit(line, out var hash, out _))
            return null;
        try
        {
            return JsonSerializer.Deserialize(line, AuditJson.Default.AuditLineFields) is { } fields
                ? new AuditRecord(fields.Seq, fields.Time, hash, fields.ToEntry())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, long sequence, AuditEntry entry, DateTimeOffset time)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, sequence);
        json.WriteString("time"u8, time.UtcDateTime);
        json.WriteString("action"u8, AuditText.Of(entry.Action));
        json.WriteString("outcome"u8, AuditText.Of(entry.Outcome));
        json.WriteString("actor"u8, AuditText.Of(entry.Actor));
        WriteKnown(json, "key", entry.KeyId);
        WriteKnown(json, "subject", entry.Subject);
        WriteKnown(json, "request_id", entry.RequestId);
        if (entry.Details.Count > 0)
        {
            json.WriteStartObject("details"u8);
            foreach (var (name, text) in entry.Details.Take(AuditText.MostDetails))
                json.WriteString(AuditText.Of(name), AuditText.Of(text));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, AuditText.Of(value));
    }
}
