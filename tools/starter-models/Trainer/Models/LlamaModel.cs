using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace StarterModels.Trainer.Models;

internal sealed record LlamaShape(
    int Vocabulary, int Width = 384, int Layers = 6, int Heads = 6, int FeedForward = 1024, int Context = 512, float Epsilon = 1e-5f,
    float RopeBase = 10000f)
{
    public int HeadWidth => Width / Heads;

    public IReadOnlyList<WeightSlot> Slots()
    {
        var layout = new WeightLayout().Add("embedding", Vocabulary, Width);
        for (var layer = 0; layer < Layers; layer++)
        {
            layout.Add($"{layer}.attn_norm", Width)
                .AddDecayed($"{layer}.attn_qkv", 3 * Width, Width)
                .AddDecayed($"{layer}.attn_out", Width, Width)
                .Add($"{layer}.ffn_norm", Width)
                .AddDecayed($"{layer}.ffn_gate_up", 2 * FeedForward, Width)
                .AddDecayed($"{layer}.ffn_down", Width, FeedForward);
        }
        return layout.Add("output_norm", Width).Slots;
    }
}

/// <summary>A decoder of the llama architecture: RMSNorm, rotary positions, SwiGLU, tied embeddings.</summary>
internal sealed class LlamaModel : Replica
{
    private const float Masked = -30000f;
    private const int SlotsPerLayer = 6;

    private readonly LlamaShape _shape;
    private readonly Tensor _cosine;
    private readonly Tensor _sine;
    private readonly Tensor _causalMask;

    public LlamaModel(LlamaShape shape, ScalarType type, bool trains)
        : base(shape.Slots(), type, trains)
    {
        _shape = shape;
        var half = shape.HeadWidth / 2;
        var angles = Enumerable.Range(0, shape.Context)
            .SelectMany(place => Enumerable.Range(0, half).Select(pair => place * Math.Pow(shape.RopeBase, -2.0 * pair / shape.HeadWidth)))
            .ToArray();
        long[] broadcast = [1, 1, 1, shape.Context, half];
        _cosine = tensor(angles.Select(angle => (float)Math.Cos(angle)).ToArray(), broadcast).to(type).DetachFromDisposeScope();
        _sine = tensor(angles.Select(angle => (float)Math.Sin(angle)).ToArray(), broadcast).to(type).DetachFromDisposeScope();
        _causalMask = full([1, shape.Context, shape.Context], Masked).triu(1).to(type).DetachFromDisposeScope();
    }

    public LlamaShape Shape => _shape;

    /// <summary>Float32 logits over the vocabulary.</summary>
    /// <param name="tokens">Rows by length.</param>
    /// <param name="picked">Flat places wanted; all when null.</param>
    public Tensor Logits(Tensor tokens, Tensor? picked)
    {
        var (rows, length) = (tokens.shape[0], tokens.shape[1]);
        var hidden = Parameters[0].index_select(0, tokens.reshape(-1));
        for (var layer = 0; layer < _shape.Layers; layer++)
        {
            var first = 1 + layer * SlotsPerLayer;
            hidden = hidden + Attention(Normalize(hidden, Parameters[first]), Parameters[first + 1], Parameters[first + 2], rows, length);
            hidden = hidden + FeedForward(Normalize(hidden, Parameters[first + 3]), Parameters[first + 4], Parameters[first + 5]);
        }
        if (picked is not null)
            hidden = hidden.index_select(0, picked);
        return linear(Normalize(hidden, Parameters[^1]), Parameters[0]).to(ScalarType.Float32);
    }

    protected override void DisposeConstants()
    {
        _cosine.Dispose();
        _sine.Dispose();
        _causalMask.Dispose();
    }

    /// <summary>RMSNorm: statistics in float32, product in the working type.</summary>
    private Tensor Normalize(Tensor values, Tensor weight)
    {
        var inverse = (values.square().mean([-1], true, ScalarType.Float32) + _shape.Epsilon).rsqrt().to(Type);
        return values * inverse * weight;
    }

    private Tensor Attention(Tensor input, Tensor qkvWeight, Tensor outWeight, long rows, long length)
    {
        var (heads, headWidth) = (_shape.Heads, _shape.HeadWidth);

        // split and unbind, because the backward pass of narrow and select fills and adds whole zero buffers
        var parts = linear(input, qkvWeight).view(rows, length, 3, heads, headWidth).permute(2, 0, 3, 1, 4).split([2, 1], 0);
        var rotated = Rotate(parts[0], length).view(2, rows * heads, length, headWidth).unbind(0);

        // plain products: on this path the fused attention's backward pass is ten times slower for short bf16 sequences.
        // TorchSharp's baddbmm takes (batch1, batch2, input), unlike PyTorch.
        var mask = _causalMask.narrow(1, 0, length).narrow(2, 0, length);
        var scores = baddbmm(rotated[0], rotated[1].transpose(1, 2), mask, 1, (float)(1.0 / Math.Sqrt(headWidth)));
        var mixed = bmm(softmax(scores, -1), parts[1].reshape(rows * heads, length, headWidth)).view(rows, heads, length, headWidth);
        return linear(mixed.transpose(1, 2).reshape(rows * length, _shape.Width), outWeight);
    }

    /// <summary>Rotary positions over halves (i, i + width/2); the export reorders them into llama.cpp's pairs.</summary>
    private Tensor Rotate(Tensor queriesAndKeys, long length)
    {
        var cosine = _cosine.narrow(3, 0, length);
        var sine = _sine.narrow(3, 0, length);
        var half = _shape.HeadWidth / 2;
        var halves = queriesAndKeys.split([half, half], 4);
        return cat([halves[0] * cosine - halves[1] * sine, halves[1] * cosine + halves[0] * sine], 4);
    }

    private Tensor FeedForward(Tensor input, Tensor gateUpWeight, Tensor downWeight)
    {
        var parts = linear(input, gateUpWeight).split([_shape.FeedForward, _shape.FeedForward], 1);
        return linear(silu(parts[0]) * parts[1], downWeight);
    }
}
