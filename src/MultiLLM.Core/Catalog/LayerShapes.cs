using System.Collections.Frozen;

namespace MultiLLM.Core.Catalog;

/// <summary>What each layer keeps between two tokens, as the pinned llama.cpp sets its caches up for the architecture.</summary>
internal static class LayerShapes
{
    // They see a text as a whole and keep nothing of it.
    private static readonly FrozenSet<string> Encoders = new[]
    {
        "bert", "jina-bert-v2", "jina-bert-v3", "nomic-bert", "nomic-bert-moe", "neo-bert", "eurobert", "modern-bert", "gemma-embedding",
        "dream", "llada", "llada-moe", "rnd1",
    }.ToFrozenSet();

    // No attention in any layer.
    private static readonly FrozenSet<string> Recurrent = new[] { "mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7" }.ToFrozenSet();

    // Every so many layers one with attention, the others recurrent; the file lists them or names the interval.
    private static readonly FrozenSet<string> Interleaved = new[] { "qwen3next", "qwen35", "qwen35moe", "qwen4exp", "minimax-01" }.ToFrozenSet();
    private const int DefaultInterval = 4;

    // Recurrent where a layer has no key-value heads.
    private static readonly FrozenSet<string> Hybrid = new[]
    {
        "jamba", "plamo2", "granitehybrid", "lfm2", "lfm2moe", "nemotron_h", "nemotron_h_moe", "kimi-linear", "bailingmoe3", "kimi-k3",
    }.ToFrozenSet();

    public static IReadOnlyList<LayerShape> Of(GgufHeader header, ArchitectureKeys keys, int embedding, int layers)
    {
        var heads = keys.PerLayer("attention.head_count", layers);
        var kept = KeptHeads(keys, heads, layers);
        var isRecurrent = RecurrentLayers(keys, kept, layers);
        var windows = SlidingWindows.Of(header, keys.Architecture, layers);
        var lengths = HeadLengths.Of(keys, embedding, heads.FirstOrDefault(h => h > 0));
        var state = StateBytes(keys, embedding, heads.Count > 0 ? heads[0] : 0);
        return [.. Enumerable.Range(0, layers).Select(layer => new LayerShape(
            heads[layer],
            isRecurrent[layer] && keys.Architecture != "falcon-h1" ? 0 : kept[layer],
            windows[layer] is null ? lengths.Key : lengths.WindowKey,
            windows[layer] is null ? lengths.Value : lengths.WindowValue,
            windows[layer],
            isRecurrent[layer] ? state : 0))];
    }

    private static int[] KeptHeads(ArchitectureKeys keys, IReadOnlyList<int> heads, int layers)
    {
        if (Encoders.Contains(keys.Architecture) || Recurrent.Contains(keys.Architecture))
            return new int[layers];
        var kept = (keys.OptionalPerLayer("attention.head_count_kv", layers) ?? heads).ToArray();
        // The last layers may use what an earlier one keeps; layers that only guess the next tokens are not computed.
        var own = keys.Architecture switch
        {
            "gemma3n" => 20,
            "gemma4" => layers - (keys.Length("attention.shared_kv_layers") ?? 0),
            _ => layers - Guessing(keys, layers),
        };
        for (var layer = Math.Max(0, own); layer < layers; layer++)
            kept[layer] = 0;
        return kept;
    }

    // Layers at the end that guess the tokens after the next one.
    private static int Guessing(ArchitectureKeys keys, int layers) =>
        keys.Length("nextn_predict_layers") is { } guessing && guessing < layers ? guessing : 0;

    private static bool[] RecurrentLayers(ArchitectureKeys keys, int[] kept, int layers)
    {
        var architecture = keys.Architecture;
        if (Recurrent.Contains(architecture) || architecture == "falcon-h1") // whose layers have both
            return [.. Enumerable.Repeat(true, layers)];
        if (Interleaved.Contains(architecture))
        {
            var interval = keys.Length("full_attention_interval") ?? DefaultInterval;
            return keys.OptionalPerLayer("attention.recurrent_layers", layers) is { } list
                ? [.. list.Select(n => n != 0)]
                : [.. Enumerable.Range(0, layers).Select(layer => layer < layers - Guessing(keys, layers) && (layer + 1) % interval != 0)];
        }
        if (!Hybrid.Contains(architecture))
            return new bool[layers];
        var feedForward = keys.PerLayer("feed_forward_length", layers);
        var isNemotron = architecture.StartsWith("nemotron", StringComparison.Ordinal); // which has layers of feed-forward only
        return [.. Enumerable.Range(0, layers).Select(layer => kept[layer] == 0 && !(isNemotron && feedForward[layer] > 0))];
    }

    // Numbers of 32 bits: the last inputs of the convolution, and the state itself.
    private static long StateBytes(ArchitectureKeys keys, int embedding, int heads)
    {
        if (keys.Length("wkv.head_size") is { } head)
            return sizeof(float) * (long)embedding * ((keys.Length("token_shift_count") ?? 2) + head);
        if (keys.Length("shortconv.l_cache") is { } cache)
            return sizeof(float) * (long)embedding * (cache - 1);
        if (keys.Length("kda.head_dim") is { } kda)
            return sizeof(float) * (long)heads * kda * ((3 * ((keys.Length("ssm.conv_kernel") ?? 4) - 1)) + kda);
        if (keys.Length("ssm.inner_size") is not { } inner || keys.Length("ssm.state_size") is not { } state)
            return 0;
        var kernel = keys.Length("ssm.conv_kernel") ?? 1;
        var groups = keys.Length("ssm.group_count") ?? 0;
        return sizeof(float) * (((kernel - 1) * (inner + (2L * groups * state))) + ((long)state * inner));
    }

    /// <summary>Numbers of one head's keys and values, in layers with a window and in others.</summary>
    private sealed record HeadLengths(int Key, int Value, int WindowKey, int WindowValue)
    {
        public static HeadLengths Of(ArchitectureKeys keys, int embedding, int heads)
        {
            var even = heads > 0 ? embedding / heads : 0;
            var (key, value) = (keys.Length("attention.key_length") ?? even, keys.Length("attention.value_length") ?? even);
            // With latent attention the values are computed from the keys' part, and only the keys are kept.
            if (keys.Length("attention.key_length_mla") is not null && keys.Length("attention.value_length_mla") is not null)
                value = 0;
            return new HeadLengths(
                key, value, keys.Length("attention.key_length_swa") ?? key, keys.Length("attention.value_length_swa") ?? value);
        }
    }
}
