using System.Collections.Frozen;

namespace MultiLLM.Core.Catalog;

/// <summary>Sizes of GGUF value and tensor types, and the names of quantisations.</summary>
internal static class GgufTypes
{
    // ggml type: weights per block, bytes per block
    private static readonly FrozenDictionary<uint, (int Weights, int Bytes)> Blocks = new Dictionary<uint, (int, int)>
    {
        [0] = (1, 4), [1] = (1, 2), [2] = (32, 18), [3] = (32, 20), [6] = (32, 22), [7] = (32, 24), [8] = (32, 34), [9] = (32, 36),
        [10] = (256, 84), [11] = (256, 110), [12] = (256, 144), [13] = (256, 176), [14] = (256, 210), [15] = (256, 292),
        [16] = (256, 66), [17] = (256, 74), [18] = (256, 98), [19] = (256, 50), [20] = (32, 18), [21] = (256, 110), [22] = (256, 82),
        [23] = (256, 136), [24] = (1, 1), [25] = (1, 2), [26] = (1, 4), [27] = (1, 8), [28] = (1, 8), [29] = (256, 56), [30] = (1, 2),
        [34] = (256, 54), [35] = (256, 66), [39] = (32, 17),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<long, string> FileTypes = new Dictionary<long, string>
    {
        [0] = "F32", [1] = "F16", [2] = "Q4_0", [3] = "Q4_1", [7] = "Q8_0", [8] = "Q5_0", [9] = "Q5_1", [10] = "Q2_K", [11] = "Q3_K_S",
        [12] = "Q3_K_M", [13] = "Q3_K_L", [14] = "Q4_K_S", [15] = "Q4_K_M", [16] = "Q5_K_S", [17] = "Q5_K_M", [18] = "Q6_K",
        [19] = "IQ2_XXS", [20] = "IQ2_XS", [21] = "Q2_K_S", [22] = "IQ3_XS", [23] = "IQ3_XXS", [24] = "IQ1_S", [25] = "IQ4_NL",
        [26] = "IQ3_S", [27] = "IQ3_M", [28] = "IQ2_S", [29] = "IQ2_M", [30] = "IQ4_XS", [31] = "IQ1_M", [32] = "BF16",
        [36] = "TQ1_0", [37] = "TQ2_0", [38] = "MXFP4",
    }.ToFrozenDictionary();

    /// <summary>Bytes of a metadata value of fixed size; null for texts, arrays and unknown types.</summary>
    public static int? ValueBytes(uint type) => type switch
    {
        0 or 1 or 7 => 1,
        2 or 3 => 2,
        4 or 5 or 6 => 4,
        10 or 11 or 12 => 8,
        _ => null,
    };

    /// <summary>Bytes of a tensor; 0 for a type this table does not know.</summary>
    public static long Bytes(uint type, long elements) =>
        Blocks.TryGetValue(type, out var block) ? (elements + block.Weights - 1) / block.Weights * block.Bytes : 0;

    public static string? FileType(long? type) => type is { } known ? FileTypes.GetValueOrDefault(known) : null;
}
