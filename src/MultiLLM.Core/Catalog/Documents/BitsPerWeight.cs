using System.Collections.Frozen;

namespace MultiLLM.Core.Catalog.Documents;

/// <summary>What files of a quantisation take per weight on average; mixtures such as Q4_K_M keep some tensors finer.</summary>
internal static class BitsPerWeight
{
    private static readonly FrozenDictionary<string, double> Bits = new Dictionary<string, double>
    {
        ["F32"] = 32, ["F16"] = 16, ["BF16"] = 16, ["Q8_0"] = 8.5, ["Q6_K"] = 6.6, ["Q5_K_M"] = 5.7, ["Q5_K_S"] = 5.5, ["Q5_0"] = 5.5,
        ["Q4_K_M"] = 4.85, ["Q4_K_S"] = 4.6, ["Q4_0"] = 4.6, ["IQ4_XS"] = 4.3, ["Q3_K_M"] = 3.9, ["Q2_K"] = 3.0,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static double? Of(string? quantization) => quantization is not null && Bits.TryGetValue(quantization, out var bits) ? bits : null;
}
