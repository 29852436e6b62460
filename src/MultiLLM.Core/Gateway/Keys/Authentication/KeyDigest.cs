using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MultiLLM.Core.Gateway.Keys.Authentication;

/// <summary>By what a checked key is remembered: tells nothing of it to who does not have this process's pepper.</summary>
internal readonly record struct KeyDigest(UInt128 First, UInt128 Second)
{
    public static KeyDigest Of(string key, ReadOnlySpan<byte> pepper)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[64];
        HMACSHA256.HashData(pepper, text[..Encoding.ASCII.GetBytes(key, text)], hash);
        return new KeyDigest(BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
    }
}
