using System.Globalization;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>Chooses the number format of the cache of keys and values.</summary>
internal static class KvFormat
{
    private const int BlockLength = 32; // of the quantised formats

    /// <summary>The format asked for, where all the model's heads fill its blocks; else F16.</summary>
    public static KvType For(KvType asked, LlamaModelHandle model)
    {
        var heads = HeadLengths(model);
        return asked switch
        {
            KvType.Auto => Fastest(heads),
            KvType.Q80 or KvType.Q40 when heads.Any(length => length % BlockLength != 0) => KvType.F16,
            _ => asked,
        };
    }

    /// <summary>Its number in ggml.</summary>
    public static int GgmlType(KvType type) => type switch
    {
        KvType.Bf16 => 30,
        KvType.Q80 => 8,
        KvType.Q40 => 2,
        _ => 1,
    };

    // The engine's fused attention over F16 handles 64 numbers at a time and the rest of a head one by one. Over BF16, where the processor knows
    // it, there is no such rest: 1.15 to 1.6 times the tokens per second on heads of 48. For whole multiples F16 is as fast and more exact.
    private static KvType Fastest(IReadOnlyList<int> heads) =>
        heads.Any(length => length % 64 != 0) && EngineInfo.SystemInfo.Contains("AVX512_BF16 = 1", StringComparison.Ordinal) ? KvType.Bf16 : KvType.F16;

    // Numbers of one head's keys and values; layers with a sliding window may have lengths of their own.
    private static IReadOnlyList<int> HeadLengths(LlamaModelHandle model)
    {
        var architecture = ModelMetadata.Text(model, "general.architecture");
        var heads = LlamaApi.llama_model_n_head(model);
        var even = heads > 0 ? LlamaApi.llama_model_n_embd(model) / heads : 0;
        var (key, value) = (Length("key_length") ?? even, Length("value_length") ?? even);
        return [key, value, Length("key_length_swa") ?? key, Length("value_length_swa") ?? value];

        int? Length(string name) =>
            int.TryParse(ModelMetadata.Text(model, $"{architecture}.attention.{name}"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? length : null;
    }
}
