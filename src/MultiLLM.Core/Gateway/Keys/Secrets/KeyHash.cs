using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MultiLLM.Core.Gateway.Keys.Secrets;

/// <summary>
/// What is kept of a key's secret: a salted hash that is slow to compute, and two bytes of a quick one. A wrong secret nearly always differs in these, so that
/// whoever guesses costs microseconds and cannot keep the processor busy; of 200 bits they tell 16, which helps nobody.
/// </summary>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Check">The two bytes.</param>
/// <param name="Hash">PBKDF2 with SHA-512.</param>
/// <param name="Iterations">Of it.</param>
internal sealed record KeyHash(byte[] Salt, byte[] Check, byte[] Hash, int Iterations)
{
    /// <summary>About a tenth of a second of one core.</summary>
    public const int UsualIterations = 210_000;

    private const int SaltBytes = 16;
    private const int CheckBytes = 2;
    private const int HashBytes = 32;

    /// <summary>Tells this hash from all others, also from that of the same key before a rotation.</summary>
    public UInt128 Mark => BinaryPrimitives.ReadUInt128LittleEndian(Salt);

    public static KeyHash Of(KeySecret secret, int iterations = UsualIterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new KeyHash(salt, CheckOf(secret, salt), SlowHashOf(secret, salt, iterations), iterations);
    }

    /// <summary>Of a prefix that no key has: no secret matches it, and finding that out takes as long as for a key that there is.</summary>
    /// <param name="prefix">Asked for.</param>
    /// <param name="pepper">Of this process.</param>
    public static KeyHash StandIn(string prefix, ReadOnlySpan<byte> pepper)
    {
        Span<byte> drawn = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData(pepper, System.Text.Encoding.ASCII.GetBytes(prefix), drawn);
        return new KeyHash(drawn[..SaltBytes].ToArray(), drawn.Slice(SaltBytes, CheckBytes).ToArray(), drawn[^HashBytes..].ToArray(), UsualIterations);
    }

    /// <summary>Quick; false: it is another secret. Takes the same time whatever differs.</summary>
    public bool MightBe(KeySecret secret) => CryptographicOperations.FixedTimeEquals(CheckOf(secret, Salt), Check);

    /// <summary>Slow. Takes the same time whatever differs.</summary>
    public bool Is(KeySecret secret) => CryptographicOperations.FixedTimeEquals(SlowHashOf(secret, Salt, Iterations), Hash);

    private static byte[] CheckOf(KeySecret secret, byte[] salt) => SHA256.HashData([.. salt, .. secret.Bytes()])[..CheckBytes];

    private static byte[] SlowHashOf(KeySecret secret, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(secret.Bytes(), salt, iterations, HashAlgorithmName.SHA512, HashBytes);
}
