using System.Runtime.InteropServices;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>A batch in native memory, each token belonging to one sequence.</summary>
internal sealed unsafe class NativeBatch : IDisposable
{
    private readonly int _capacity;
    private LlamaBatch _batch;
    private int* _sequences;

    public NativeBatch(int capacity)
    {
        _capacity = capacity;
        _batch.Token = Allocate<int>();
        _batch.Pos = Allocate<int>();
        _batch.SeqIdCount = Allocate<int>();
        _batch.Logits = Allocate<sbyte>();
        _batch.SeqId = (int**)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(int*));
        _sequences = Allocate<int>();
        for (var i = 0; i < capacity; i++)
        {
            _batch.SeqIdCount[i] = 1;
            _batch.SeqId[i] = _sequences + i;
        }
    }

    public int Count => _batch.TokenCount;
    public int Room => _capacity - _batch.TokenCount;

    public void Clear() => _batch.TokenCount = 0;

    public void Add(int token, int position, int sequence, bool wantsOutput)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_batch.TokenCount, _capacity);
        var i = _batch.TokenCount++;
        _batch.Token[i] = token;
        _batch.Pos[i] = position;
        _sequences[i] = sequence;
        _batch.Logits[i] = wantsOutput ? (sbyte)1 : (sbyte)0;
    }

    public int Decode(LlamaContextHandle context) => LlamaApi.llama_decode(context, _batch);

    public int Encode(LlamaContextHandle context) => LlamaApi.llama_encode(context, _batch);

    private T* Allocate<T>() where T : unmanaged => (T*)NativeMemory.Alloc((nuint)_capacity, (nuint)sizeof(T));

    public void Dispose()
    {
        NativeMemory.Free(_batch.Token);
        NativeMemory.Free(_batch.Pos);
        NativeMemory.Free(_batch.SeqIdCount);
        NativeMemory.Free(_batch.SeqId);
        NativeMemory.Free(_batch.Logits);
        NativeMemory.Free(_sequences);
        _batch = default;
        _sequences = null;
    }
}
