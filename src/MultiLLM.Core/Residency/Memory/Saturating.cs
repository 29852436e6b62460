namespace MultiLLM.Core.Residency.Memory;

/// <summary>Arithmetic on bytes for lengths nobody vouches for: too much stays too much instead of becoming a negative number.</summary>
internal static class Saturating
{
    /// <summary>More than any machine has; a few such numbers can be added without harm.</summary>
    public const long TooMuch = 1L << 58;

    public static long Product(params ReadOnlySpan<long> factors)
    {
        Int128 product = 1;
        foreach (var factor in factors)
            product = Int128.Min(product * factor, TooMuch);
        return (long)product;
    }

    public static long Sum(IEnumerable<long> summands) => summands.Aggregate(0L, (sum, next) => Math.Min(sum + next, TooMuch));
}
