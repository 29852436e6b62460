using MultiLLM.Runner.Native;
using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Inference;

/// <summary>The decode loop's engine over a llama.cpp context.</summary>
internal sealed unsafe class LlamaEngine(LoadedModel model) : IInferenceEngine, IDisposable
{
    private const int NoKvSlot = 1;
    private const int AbortedByCallback = 2;

    private readonly NativeBatch _batch = new(model.Plan.BatchSize);
    private readonly nint _memory = model.Memory;

    public DecodeResult Decode(BatchPlan plan)
    {
        _batch.Clear();
        for (var i = 0; i < plan.Count; i++)
            _batch.Add(plan.Tokens[i], plan.Positions[i], plan.Sequences[i], plan.WantsLogits[i]);
        return _batch.Decode(model.Context) switch
        {
            0 => DecodeResult.Ok,
            NoKvSlot => DecodeResult.NoRoom,
            AbortedByCallback => DecodeResult.Aborted,
            _ => DecodeResult.Failed,
        };
    }

    public int TokenGroup => model.TokenGroup;

    public Span<float> Logits(int batchIndex)
    {
        var logits = LlamaApi.llama_get_logits_ith(model.Context, batchIndex);
        return logits is null
            ? throw new InvalidOperationException($"The engine gave no logits for batch entry {batchIndex}.")
            : new Span<float>(logits, model.Vocabulary.Size);
    }

    public bool CopyPrefix(int source, int destination, int count)
    {
        var isWhole = LlamaApi.llama_memory_seq_pos_max(_memory, source) == count - 1;
        if (!isWhole && (model.IsRecurrent || LlamaApi.llama_memory_seq_pos_min(_memory, source) > 0))
            return false;
        if (model.Plan.SharesPool)
        {
            LlamaApi.llama_memory_seq_cp(_memory, source, destination, 0, count); // the cells belong to both
            return true;
        }
        // Between slots with cells of their own, llama.cpp copies all or nothing.
        LlamaApi.llama_memory_seq_cp(_memory, source, destination, -1, -1);
        if (!isWhole)
            LlamaApi.llama_memory_seq_rm(_memory, destination, count, -1);
        return true;
    }

    public bool Truncate(int sequence, int count)
    {
        if (count > 0 && LlamaApi.llama_memory_seq_pos_max(_memory, sequence) == count - 1)
            return true; // nothing to forget, which every model can
        // Recurrent models cannot forget a part; sliding windows may have dropped what the kept part needs.
        var cut = LlamaApi.llama_memory_seq_rm(_memory, sequence, count, -1) != 0;
        if (cut && (count == 0 || LlamaApi.llama_memory_seq_pos_min(_memory, sequence) <= 0))
            return true;
        LlamaApi.llama_memory_seq_rm(_memory, sequence, -1, -1);
        return count == 0;
    }

    public StateBuffer? CopyState(int sequence, long mostBytes)
    {
        var size = (long)LlamaApi.llama_state_seq_get_size(model.Context, sequence);
        if (size == 0 || size > mostBytes || StateBuffer.TryCreate(size) is not { } state)
            return null;
        if ((long)LlamaApi.llama_state_seq_get_data(model.Context, state.Pointer, (nuint)size, sequence) == size)
            return state;
        state.Dispose();
        return null;
    }

    public bool RestoreState(int sequence, StateBuffer state)
    {
        var size = (nuint)state.Length;
        if (LlamaApi.llama_state_seq_set_data(model.Context, state.Pointer, size, sequence) == size)
            return true;
        LlamaApi.llama_memory_seq_rm(_memory, sequence, -1, -1);
        return false;
    }

    public void Rest() => model.Rest();

    public void Dispose() => _batch.Dispose();
}
