using StarterModels.Trainer.Models;
using StarterModels.Trainer.Tokenizers;

namespace StarterModels.Trainer.Export;

/// <summary>A text model as a GGUF file of the "llama" architecture.</summary>
internal static class LlamaExport
{
    private const int NormalToken = 1;
    private const int ControlToken = 3;

    public static void Write(
        string path, LlamaShape shape, MasterWeights master, BytePairTokenizer tokenizer, ModelMetadata metadata, TensorType type)
    {
        var file = new GgufWriter();
        metadata.AddTo(file, "llama", master.Values.LongLength, type);
        AddShape(file, shape);
        AddTokenizer(file, tokenizer);
        AddTensors(file, shape, master, type);
        file.Write(path);
    }

    private static void AddShape(GgufWriter file, LlamaShape shape) => file
        .Add("llama.vocab_size", shape.Vocabulary)
        .Add("llama.context_length", shape.Context)
        .Add("llama.embedding_length", shape.Width)
        .Add("llama.block_count", shape.Layers)
        .Add("llama.feed_forward_length", shape.FeedForward)
        .Add("llama.rope.dimension_count", shape.HeadWidth)
        .Add("llama.rope.freq_base", shape.RopeBase)
        .Add("llama.attention.head_count", shape.Heads)
        .Add("llama.attention.head_count_kv", shape.Heads)
        .Add("llama.attention.layer_norm_rms_epsilon", shape.Epsilon);

    private static void AddTokenizer(GgufWriter file, BytePairTokenizer tokenizer) => file
        .Add("tokenizer.ggml.model", "gpt2")
        .Add("tokenizer.ggml.pre", "gpt-2")
        .Add("tokenizer.ggml.tokens", [.. tokenizer.Tokens])
        .Add("tokenizer.ggml.token_type", [.. tokenizer.Tokens.Select((_, id) => id < BytePairTokenizer.FirstByte ? ControlToken : NormalToken)])
        .Add("tokenizer.ggml.merges", [.. tokenizer.MergeRules])
        .Add("tokenizer.ggml.bos_token_id", BytePairTokenizer.EndOfText)
        .Add("tokenizer.ggml.eos_token_id", BytePairTokenizer.ImEnd)
        .Add("tokenizer.ggml.eot_token_id", BytePairTokenizer.ImEnd)
        .Add("tokenizer.ggml.padding_token_id", BytePairTokenizer.EndOfText)
        .Add("tokenizer.ggml.add_bos_token", false)
        .Add("tokenizer.ggml.add_eos_token", false)
        .Add("tokenizer.chat_template", ModelMetadata.ChatTemplate);

    private static void AddTensors(GgufWriter file, LlamaShape shape, MasterWeights master, TensorType type)
    {
        var (width, feedForward) = (shape.Width, shape.FeedForward);

        // without an output.weight llama.cpp uses the embedding for it too
        file.AddTensor("token_embd.weight", master.Copy("embedding"), type, width, shape.Vocabulary);
        file.AddTensor("output_norm.weight", master.Copy("output_norm"), type, width);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var block = $"blk.{layer}.";
            var qkv = master.Copy($"{layer}.attn_qkv").Chunk(width * width).ToArray();
            var gateUp = master.Copy($"{layer}.ffn_gate_up").Chunk(feedForward * width).ToArray();
            file.AddTensor(block + "attn_norm.weight", master.Copy($"{layer}.attn_norm"), type, width);
            file.AddTensor(block + "attn_q.weight", PairRotatedRows(qkv[0], shape), type, width, width);
            file.AddTensor(block + "attn_k.weight", PairRotatedRows(qkv[1], shape), type, width, width);
            file.AddTensor(block + "attn_v.weight", qkv[2], type, width, width);
            file.AddTensor(block + "attn_output.weight", master.Copy($"{layer}.attn_out"), type, width, width);
            file.AddTensor(block + "ffn_norm.weight", master.Copy($"{layer}.ffn_norm"), type, width);
            file.AddTensor(block + "ffn_gate.weight", gateUp[0], type, width, feedForward);
            file.AddTensor(block + "ffn_up.weight", gateUp[1], type, width, feedForward);
            file.AddTensor(block + "ffn_down.weight", master.Copy($"{layer}.ffn_down"), type, feedForward, width);
        }
    }

    /// <summary>
    /// Training rotates halves (i, i + width/2), llama.cpp's "llama" rotates neighbours (2i, 2i+1): the rows of each head change places.
    /// </summary>
    private static float[] PairRotatedRows(float[] weights, LlamaShape shape)
    {
        var result = new float[weights.Length];
        for (var row = 0; row < shape.Width; row++)
        {
            var place = row % shape.HeadWidth;
            var source = row - place + place / 2 + (place % 2 == 0 ? 0 : shape.HeadWidth / 2);
            weights.AsSpan(source * shape.Width, shape.Width).CopyTo(result.AsSpan(row * shape.Width));
        }
        return result;
    }
}
