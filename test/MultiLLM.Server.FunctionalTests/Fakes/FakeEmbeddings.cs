using System.Runtime.InteropServices;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>Vectors of letter counts (a to h), so that texts with the same letters are near each other.</summary>
internal sealed class FakeEmbeddings : IEmbeddingService
{
    public const int Length = 8;

    public IReadOnlyList<EmbedInput> LastInputs { get; private set; } = [];
    public EmbeddingWishes? LastWishes { get; private set; }

    public async Task<EmbeddingOutcome> EmbedAsync(IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken)
    {
        (LastInputs, LastWishes) = (inputs, wishes);
        var model = AutoName.TryParse(wishes.ModelId, out _) ? FakeModels.Embedding : FakeModels.Catalog.Find(wishes.ModelId!);
        if (model is null)
            throw new MultiLLMException(new Error(ErrorCode.ModelNotFound, "No such model.", "model"));
        if (inputs[0].Text == "silent")
            await Task.Delay(Timeout.Infinite, cancellationToken);
        var result = new EmbeddingsResult();
        foreach (var input in inputs)
        {
            var vector = Vector(input, wishes.Dimensions ?? Length);
            result.Vectors.Add(new EmbeddingVector { Values = ByteString.CopyFrom(MemoryMarshal.AsBytes(vector.AsSpan())), Tokens = 4 });
        }
        return new EmbeddingOutcome(new SelectionDecision(wishes.ModelId ?? "auto", model, "It embeds.", [], TimeSpan.Zero), result);
    }

    public static float[] Vector(EmbedInput input, int dimensions)
    {
        var counts = new float[dimensions];
        if (input.InputCase is EmbedInput.InputOneofCase.Text)
            foreach (var letter in input.Text)
                if (letter - 'a' is >= 0 and var index && index < dimensions)
                    counts[index]++;
        foreach (var token in input.Tokens?.Ids ?? [])
            counts[token % dimensions]++;
        var length = MathF.Sqrt(counts.Sum(c => c * c));
        if (length == 0)
            (counts[0], length) = (1, 1);
        return [.. counts.Select(c => c / length)];
    }
}
