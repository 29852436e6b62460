using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace StarterModels.Trainer.Models;

internal sealed record BertShape(
    int Vocabulary, int Width = 256, int Layers = 4, int Heads = 4, int FeedForward = 1024, int Context = 512, float Epsilon = 1e-5f)
{
    public IReadOnlyList<WeightSlot> Slots()
    {
        var layout = new WeightLayout()
            .Add("token", Vocabulary, Width)
            .Add("type", 2, Width)
            .Add(BertModel.PositionSlot, Context, Width)
            .Add("norm.weight", Width)
            .Add("norm.bias", Width);
        for (var layer = 0; layer < Layers; layer++)
        {
            layout.AddDecayed($"{layer}.attn_qkv", 3 * Width, Width).Add($"{layer}.attn_qkv.bias", 3 * Width)
                .AddDecayed($"{layer}.attn_out", Width, Width).Add($"{layer}.attn_out.bias", Width)
                .Add($"{layer}.attn_norm.weight", Width).Add($"{layer}.attn_norm.bias", Width)
                .AddDecayed($"{layer}.ffn_up", FeedForward, Width).Add($"{layer}.ffn_up.bias", FeedForward)
                .AddDecayed($"{layer}.ffn_down", Width, FeedForward).Add($"{layer}.ffn_down.bias", Width)
                .Add($"{layer}.ffn_norm.weight", Width).Add($"{layer}.ffn_norm.bias", Width);
        }
        return layout.Slots;
    }
}

/// <summary>A BERT encoder with mean pooling over all tokens, [CLS] and [SEP] too, as llama.cpp pools.</summary>
internal sealed class BertModel(BertShape shape, ScalarType type, bool trains) : Replica(shape.Slots(), type, trains)
{
    public const string PositionSlot = "position";

    private const float Masked = -30000f;
    private const int FirstLayerSlot = 5;
    private const int SlotsPerLayer = 12;

    public int Width => shape.Width;

    /// <summary>Unit vectors, one for each text.</summary>
    public Tensor Encode(IReadOnlyList<List<int>> texts)
    {
        var (rows, length) = (texts.Count, texts.Max(text => text.Count));
        var (ids, poolingWeights, maskValues) = Pad(texts, length);
        var mask = tensor(maskValues, [rows, 1, 1, length]).to(Type);
        var hidden = Parameters[0].index_select(0, tensor(ids)).view(rows, length, shape.Width)
            + Parameters[1].narrow(0, 0, 1) + Parameters[2].narrow(0, 0, length);
        hidden = Normalize(hidden, 3).view(rows * length, shape.Width);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var first = FirstLayerSlot + layer * SlotsPerLayer;
            hidden = Normalize(hidden + Attention(hidden, first, mask, rows, length), first + 4);
            hidden = Normalize(hidden + FeedForward(hidden, first + 6), first + 10);
        }
        var values = hidden.to(ScalarType.Float32).view(rows, length, shape.Width);
        var pooled = bmm(tensor(poolingWeights, [rows, 1, length]), values).view(rows, shape.Width);
        return pooled / (pooled.square().sum(1, true) + 1e-12).sqrt();
    }

    private static (long[] Ids, float[] PoolingWeights, float[] Mask) Pad(IReadOnlyList<List<int>> texts, int length)
    {
        var ids = new long[texts.Count * length];
        var weights = new float[ids.Length];
        var mask = new float[ids.Length];
        Array.Fill(mask, Masked);
        for (var row = 0; row < texts.Count; row++)
        {
            for (var place = 0; place < texts[row].Count; place++)
            {
                ids[row * length + place] = texts[row][place];
                weights[row * length + place] = 1f / texts[row].Count;
                mask[row * length + place] = 0;
            }
        }
        return (ids, weights, mask);
    }

    private Tensor Attention(Tensor input, int first, Tensor mask, int rows, int length)
    {
        var (heads, headWidth) = (shape.Heads, shape.Width / shape.Heads);
        var qkv = linear(input, Parameters[first], Parameters[first + 1]).view(rows, length, 3, heads, headWidth)
            .permute(2, 0, 3, 1, 4).contiguous().view(3, rows * heads, length, headWidth).unbind(0);
        var scores = (bmm(qkv[0], qkv[1].transpose(1, 2)) * (1.0 / Math.Sqrt(headWidth))).view(rows, heads, length, length) + mask;
        var mixed = bmm(softmax(scores, -1).view(rows * heads, length, length), qkv[2]).view(rows, heads, length, headWidth);
        return linear(mixed.transpose(1, 2).reshape(rows * length, shape.Width), Parameters[first + 2], Parameters[first + 3]);
    }

    private Tensor FeedForward(Tensor input, int first)
    {
        var up = gelu(linear(input, Parameters[first], Parameters[first + 1]));
        return linear(up, Parameters[first + 2], Parameters[first + 3]);
    }

    private Tensor Normalize(Tensor values, int first) =>
        layer_norm(values, [shape.Width], Parameters[first], Parameters[first + 1], shape.Epsilon);
}
