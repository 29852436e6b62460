using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Inference;

/// <summary>One embedding request: its texts as tokens, and the vectors as they come.</summary>
internal sealed class EmbeddingJob(ulong requestId, int[][] texts, int dimensions)
{
    private readonly EmbeddingVector[] _vectors = new EmbeddingVector[texts.Length];
    private readonly long _began = Stopwatch.GetTimestamp();
    private int _done;

    public ulong RequestId { get; } = requestId;
    public IReadOnlyList<int[]> Texts { get; } = texts;
    public bool IsCancelled { get; set; }

    /// <summary>The first text that no batch took yet.</summary>
    public int Next { get; set; }
    public bool IsComplete => _done == texts.Length;

    /// <exception cref="RunnerFailure">A text is empty or too long, or the dimensions are more than the model has.</exception>
    public static EmbeddingJob Create(ulong requestId, Embed order, LoadedModel model)
    {
        if (order.Dimensions > model.EmbeddingLength)
        {
            throw new RunnerFailure(
                FailureCode.InvalidRequest, $"dimensions is {order.Dimensions}; this model's vectors have {model.EmbeddingLength}.", "dimensions");
        }
        var texts = new int[order.Inputs.Count][];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Tokenize(order.Inputs[i], i, model);
        return new EmbeddingJob(requestId, texts, order.Dimensions == 0 ? model.EmbeddingLength : (int)order.Dimensions);
    }

    private static int[] Tokenize(EmbedInput input, int index, LoadedModel model)
    {
        var tokens = input.InputCase == EmbedInput.InputOneofCase.Tokens
            ? [.. input.Tokens.Ids]
            : model.Vocabulary.Tokenize(input.Text, addSpecial: true, parseSpecial: false);
        var param = $"input[{index}]";
        if (tokens.Length == 0)
            throw new RunnerFailure(FailureCode.InvalidRequest, $"{param} has no tokens.", param);
        if (Array.FindIndex(tokens, token => (uint)token >= (uint)model.Vocabulary.Size) is var bad and >= 0)
            throw new RunnerFailure(FailureCode.InvalidRequest, $"{param}: token {tokens[bad]} is not in the vocabulary of {model.Vocabulary.Size}.", param);
        if (tokens.Length > model.Plan.BatchSize)
        {
            throw new RunnerFailure(
                FailureCode.PromptTooLong, $"{param} has {tokens.Length} tokens; this model takes {model.Plan.BatchSize}.", param)
            {
                PromptTokens = tokens.Length,
                ContextLength = model.Plan.BatchSize,
            };
        }
        return tokens;
    }

    /// <summary>Cuts, normalises and keeps the vector of one text.</summary>
    public void Complete(int index, ReadOnlySpan<float> embedding)
    {
        Span<float> vector = new float[dimensions];
        embedding[..dimensions].CopyTo(vector);
        var length = TensorPrimitives.Norm<float>(vector);
        if (length > 0)
            TensorPrimitives.Divide(vector, length, vector);
        _vectors[index] = new EmbeddingVector
        {
            Values = ByteString.CopyFrom(MemoryMarshal.AsBytes(vector)),
            Tokens = (uint)Texts[index].Length,
        };
        _done++;
    }

    public EmbeddingsResult ToMessage()
    {
        var result = new EmbeddingsResult { Seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds };
        result.Vectors.AddRange(_vectors);
        return result;
    }
}
