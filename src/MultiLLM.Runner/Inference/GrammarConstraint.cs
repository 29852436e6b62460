using System.Runtime.InteropServices;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Native;
using MultiLLM.Runner.Sampling;

namespace MultiLLM.Runner.Inference;

/// <summary>A GBNF grammar that follows one answer. Used on the decode loop's thread only.</summary>
internal sealed unsafe class GrammarConstraint : IGrammarMask, IDisposable
{
    private readonly GrammarHandle _grammar;
    private LlamaTokenData* _candidates;
    private int _capacity;

    private GrammarConstraint(GrammarHandle grammar) => _grammar = grammar;

    // The parser reports through the process-wide log; one at a time, so that each failure gets its own words.
    private static readonly Lock ParserGate = new();

    /// <exception cref="RunnerFailure">The grammar does not parse.</exception>
    public static GrammarConstraint Parse(Vocabulary vocabulary, string gbnf, string param)
    {
        if (string.IsNullOrWhiteSpace(gbnf)) // to llama.cpp an empty grammar is none
            throw new RunnerFailure(FailureCode.InvalidGrammar, "The grammar is empty.", param);
        lock (ParserGate)
        {
            var grammar = NativeLog.Quietly(() => LlamaApi.llama_sampler_init_grammar(vocabulary.Pointer, gbnf, "root"));
            if (!grammar.IsInvalid)
                return new GrammarConstraint(grammar);
            grammar.Dispose();
            throw new RunnerFailure(
                FailureCode.InvalidGrammar, $"The grammar does not parse: {NativeLog.LastErrors ?? "it has no rule \"root\""}.", param);
        }
    }

    public bool Allows(int token)
    {
        var candidate = new LlamaTokenData { Id = token, Logit = 1 };
        var candidates = new LlamaTokenDataArray { Data = &candidate, Size = 1, Selected = -1 };
        LlamaApi.llama_sampler_apply(_grammar, &candidates);
        return !float.IsNegativeInfinity(candidate.Logit);
    }

    public void Mask(Span<float> logits)
    {
        if (_capacity < logits.Length)
        {
            NativeMemory.Free(_candidates);
            _candidates = (LlamaTokenData*)NativeMemory.Alloc((nuint)logits.Length, (nuint)sizeof(LlamaTokenData));
            _capacity = logits.Length;
        }
        // What is ruled out already need not be matched against the grammar again.
        var count = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (!float.IsNegativeInfinity(logits[i]))
                _candidates[count++] = new LlamaTokenData { Id = i, Logit = logits[i] };
        }
        var candidates = new LlamaTokenDataArray { Data = _candidates, Size = (nuint)count, Selected = -1 };
        LlamaApi.llama_sampler_apply(_grammar, &candidates);
        for (var i = 0; i < count; i++)
        {
            if (float.IsNegativeInfinity(_candidates[i].Logit))
                logits[_candidates[i].Id] = float.NegativeInfinity;
        }
    }

    public void Accept(int token) => LlamaApi.llama_sampler_accept(_grammar, token);

    public void Dispose()
    {
        _grammar.Dispose();
        NativeMemory.Free(_candidates);
        _candidates = null;
        _capacity = 0;
    }
}
