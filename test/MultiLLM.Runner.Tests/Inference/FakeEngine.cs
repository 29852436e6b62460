using System.Runtime.InteropServices;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Tests.Inference;

/// <summary>
/// A KV pool that keeps the tokens themselves and checks every call against them. Its "model" derives the next token from all
/// tokens of the sequence, so a wrong, lost or stale cell changes the answer.
/// </summary>
internal sealed class FakeEngine(int slots, int cells, int vocabularySize = 64, bool forgetsParts = true) : IInferenceEngine
{
    private readonly List<int>[] _pool = [.. Enumerable.Range(0, slots).Select(_ => new List<int>())];
    private readonly Dictionary<int, float[]> _logits = [];

    public List<int> BatchSizes { get; } = [];
    public int TokenGroup { get; init; } = 1;
    public Queue<DecodeResult> Faults { get; } = new();
    public bool RefusesStates { get; set; }
    public int StatesCopied { get; private set; }
    public int StatesRestored { get; private set; }

    public static int NextToken(IEnumerable<int> tokens, int vocabularySize)
    {
        var hash = 17u;
        foreach (var token in tokens)
            hash = (hash * 31) + (uint)token + 1;
        return (int)(hash % (uint)vocabularySize);
    }

    public DecodeResult Decode(BatchPlan plan)
    {
        if (Faults.TryDequeue(out var fault) && fault != DecodeResult.Ok)
        {
            if (fault == DecodeResult.Aborted)
                Store(plan, plan.Count / 2); // what was computed before the abort stays in the pool
            return fault;
        }
        if (_pool.Sum(sequence => sequence.Count) + plan.Count > cells)
            return DecodeResult.NoRoom;
        BatchSizes.Add(plan.Count);
        Store(plan, plan.Count);
        return DecodeResult.Ok;
    }

    public void Rest()
    {
        // it computes on nobody else's threads
    }

    private void Store(BatchPlan plan, int count)
    {
        _logits.Clear();
        for (var i = 0; i < count; i++)
        {
            var sequence = _pool[plan.Sequences[i]];
            Assert.Equal(sequence.Count, plan.Positions[i]);
            sequence.Add(plan.Tokens[i]);
            if (!plan.WantsLogits[i])
                continue;
            var logits = new float[vocabularySize];
            logits[NextToken(sequence, vocabularySize)] = 1;
            _logits[i] = logits;
        }
    }

    public Span<float> Logits(int batchIndex) => _logits[batchIndex];

    public bool CopyPrefix(int source, int destination, int count)
    {
        Assert.Empty(_pool[destination]);
        Assert.True(_pool[source].Count >= count);
        if (!forgetsParts && _pool[source].Count != count)
            return false;
        _pool[destination].AddRange(_pool[source].Take(count));
        return true;
    }

    public bool Truncate(int sequence, int count)
    {
        Assert.True(_pool[sequence].Count >= count);
        var kept = forgetsParts || count == _pool[sequence].Count ? count : 0;
        _pool[sequence].RemoveRange(kept, _pool[sequence].Count - kept);
        return kept == count;
    }

    public StateBuffer? CopyState(int sequence, long mostBytes)
    {
        var bytes = MemoryMarshal.AsBytes<int>(_pool[sequence].ToArray());
        if (bytes.Length > mostBytes || StateBuffer.TryCreate(bytes.Length) is not { } state)
            return null;
        bytes.CopyTo(state.Bytes);
        StatesCopied++;
        return state;
    }

    public bool RestoreState(int sequence, StateBuffer state)
    {
        Assert.Empty(_pool[sequence]);
        var tokens = MemoryMarshal.Cast<byte, int>(state.Bytes);
        if (RefusesStates || _pool.Sum(s => s.Count) + tokens.Length > cells)
            return false;
        _pool[sequence].AddRange(tokens);
        StatesRestored++;
        return true;
    }
}
