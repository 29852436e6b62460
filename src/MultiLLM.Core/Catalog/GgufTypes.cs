using System.Collections.Frozen;

namespace MultiLLM.Core.Catalog;

/// <summary>Sizes of GGUF value and tensor types, and the names of quantisations.</summary>
internal static class GgufTypes
{
    public const uint F32 = 0;
    public const uint F16 = 1;
    public const uint Q4_0 = 2;
    public const uint Q8_0 = 8;
    public const uint Q2_K = 10;
    public const uint Q4_K = 12;
    public const uint Q5_K = 13;
    public const uint Q6_K = 14;
    public const uint IQ4_NL = 20;
    public const uint Bf16 = 30;
    public const uint MXFP4 = 39;
    public const uint Q1_0 = 41;

    // ggml type: weights per block, bytes per block, as in the pinned release; numbers that are missing were given up
    private static readonly FrozenDictionary<uint, GgufBlock> Blocks = new Dictionary<uint, GgufBlock>
    {
        [F32] = new(1, 4), [F16] = new(1, 2), [Q4_0] = new(32, 18), [3] = new(32, 20), [6] = new(32, 22), [7] = new(32, 24), [Q8_0] = new(32, 34),
        [9] = new(32, 36), [Q2_K] = new(256, 84), [11] = new(256, 110), [Q4_K] = new(256, 144), [Q5_K] = new(256, 176), [Q6_K] = new(256, 210),
        [15] = new(256, 292), [16] = new(256, 66), [17] = new(256, 74), [18] = new(256, 98), [19] = new(256, 50), [IQ4_NL] = new(32, 18),
        [21] = new(256, 110), [22] = new(256, 82), [23] = new(256, 136), [24] = new(1, 1), [25] = new(1, 2), [26] = new(1, 4), [27] = new(1, 8),
        [28] = new(1, 8), [29] = new(256, 56), [Bf16] = new(1, 2), [34] = new(256, 54), [35] = new(256, 66), [MXFP4] = new(32, 17),
        [40] = new(64, 36), [Q1_0] = new(128, 18), [42] = new(64, 18),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<long, string> FileTypes = new Dictionary<long, string>
    {
        [0] = "F32", [1] = "F16", [2] = "Q4_0", [3] = "Q4_1", [7] = "Q8_0", [8] = "Q5_0", [9] = "Q5_1", [10] = "Q2_K", [11] = "Q3_K_S",
        [12] = "Q3_K_M", [13] = "Q3_K_L", [14] = "Q4_K_S", [15] = "Q4_K_M", [16] = "Q5_K_S", [17] = "Q5_K_M", [18] = "Q6_K",
        [19] = "IQ2_XXS", [20] = "IQ2_XS", [21] = "Q2_K_S", [22] = "IQ3_XS", [23] = "IQ3_XXS", [24] = "IQ1_S", [25] = "IQ4_NL",
        [26] = "IQ3_S", [27] = "IQ3_M", [28] = "IQ2_S", [29] = "IQ2_M", [30] = "IQ4_XS", [31] = "IQ1_M", [32] = "BF16",
        [36] = "TQ1_0", [37] = "TQ2_0", [38] = "MXFP4", [39] = "NVFP4", [40] = "Q1_0", [41] = "Q2_0",
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

    /// <summary>Null for a type that the pinned llama.cpp does not know.</summary>
    public static GgufBlock? BlockOf(uint type) => Blocks.TryGetValue(type, out var block) ? block : null;

    public static string? FileType(long? type) => type is { } known ? FileTypes.GetValueOrDefault(known) : null;
}

/// <summary>How a type stores numbers.</summary>
/// <param name="Weights">Numbers of one block; a row holds whole blocks.</param>
/// <param name="Bytes">Of one block.</param>
internal readonly record struct GgufBlock(int Weights, int Bytes);
