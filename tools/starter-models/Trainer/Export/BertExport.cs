using StarterModels.Trainer.Models;
using StarterModels.Trainer.Tokenizers;

namespace StarterModels.Trainer.Export;

/// <summary>The sentence encoder as a GGUF file of the "bert" architecture.</summary>
internal static class BertExport
{
    private const int NormalToken = 1;
    private const int UnknownToken = 2;
    private const int ControlToken = 3;
    private const int UnusedToken = 5;
    private const int MeanPooling = 1;

    public static void Write(string path, BertShape shape, MasterWeights master, WordPieceTokenizer tokenizer, TensorType type)
    {
        var file = new GgufWriter();
        ModelMetadata.Embed.AddTo(file, "bert", master.Values.LongLength, type);
        AddShape(file, shape);
        AddTokenizer(file, tokenizer);
        AddTensors(file, shape, master, type);
        file.Write(path);
    }

    private static void AddShape(GgufWriter file, BertShape shape) => file
        .Add("bert.vocab_size", shape.Vocabulary)
        .Add("bert.context_length", shape.Context)
        .Add("bert.embedding_length", shape.Width)
        .Add("bert.block_count", shape.Layers)
        .Add("bert.feed_forward_length", shape.FeedForward)
        .Add("bert.attention.head_count", shape.Heads)
        .Add("bert.attention.layer_norm_epsilon", shape.Epsilon)
        .Add("bert.attention.causal", false)
        .Add("bert.pooling_type", MeanPooling);

    // no eos_token_id: llama.cpp would warn that it ends nothing. "seperator" is how the key is spelled.
    private static void AddTokenizer(GgufWriter file, WordPieceTokenizer tokenizer) => file
        .Add("tokenizer.ggml.model", "bert")
        .Add("tokenizer.ggml.pre", "default")
        .Add("tokenizer.ggml.token_type_count", 2)
        .Add("tokenizer.ggml.tokens", [.. tokenizer.Tokens])
        .Add("tokenizer.ggml.token_type", [.. tokenizer.Tokens.Select((_, id) => TokenType(id))])
        .Add("tokenizer.ggml.bos_token_id", WordPieceTokenizer.Classification)
        .Add("tokenizer.ggml.cls_token_id", WordPieceTokenizer.Classification)
        .Add("tokenizer.ggml.seperator_token_id", WordPieceTokenizer.Separator)
        .Add("tokenizer.ggml.unknown_token_id", WordPieceTokenizer.Unknown)
        .Add("tokenizer.ggml.padding_token_id", WordPieceTokenizer.Padding)
        .Add("tokenizer.ggml.mask_token_id", WordPieceTokenizer.Mask);

    private static int TokenType(int id) => id switch
    {
        WordPieceTokenizer.Unknown => UnknownToken,
        WordPieceTokenizer.Padding or WordPieceTokenizer.Classification or WordPieceTokenizer.Separator or WordPieceTokenizer.Mask => ControlToken,
        < WordPieceTokenizer.FirstOrdinary => UnusedToken,
        _ => NormalToken,
    };

    private static void AddTensors(GgufWriter file, BertShape shape, MasterWeights master, TensorType type)
    {
        var (width, feedForward) = (shape.Width, shape.FeedForward);
        file.AddTensor("token_embd.weight", master.Copy("token"), type, width, shape.Vocabulary);
        file.AddTensor("token_types.weight", master.Copy("type"), type, width, 2);
        file.AddTensor("position_embd.weight", master.Copy(BertModel.PositionSlot), type, width, shape.Context);
        AddWithBias("token_embd_norm", "norm.weight", "norm.bias", width);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var block = $"blk.{layer}.";
            var weights = master.Copy($"{layer}.attn_qkv").Chunk(width * width).ToArray();
            var biases = master.Copy($"{layer}.attn_qkv.bias").Chunk(width).ToArray();
            for (var part = 0; part < 3; part++)
            {
                var name = $"{block}attn_{"qkv"[part]}";
                file.AddTensor(name + ".weight", weights[part], type, width, width);
                file.AddTensor(name + ".bias", biases[part], type, width);
            }
            AddWithBias(block + "attn_output", $"{layer}.attn_out", $"{layer}.attn_out.bias", width, width);
            AddWithBias(block + "attn_output_norm", $"{layer}.attn_norm.weight", $"{layer}.attn_norm.bias", width);
            AddWithBias(block + "ffn_up", $"{layer}.ffn_up", $"{layer}.ffn_up.bias", width, feedForward);
            AddWithBias(block + "ffn_down", $"{layer}.ffn_down", $"{layer}.ffn_down.bias", feedForward, width);
            AddWithBias(block + "layer_output_norm", $"{layer}.ffn_norm.weight", $"{layer}.ffn_norm.bias", width);
        }

        void AddWithBias(string name, string weightSlot, string biasSlot, params long[] weightShape)
        {
            file.AddTensor(name + ".weight", master.Copy(weightSlot), type, weightShape);
            file.AddTensor(name + ".bias", master.Copy(biasSlot), type, weightShape[^1]);
        }
    }
}
