using System.Collections.Frozen;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Prefixes;
using MultiLLM.Runner.Sampling;

namespace MultiLLM.Runner.Tests.Inference;

/// <summary>A batcher over the fake engine, stepped by hand; collects what each request was sent.</summary>
internal sealed class BatcherRig : IGenerationSink
{
    public const int EndToken = 0;

    private readonly FakeTimeProvider _time = new();
    private readonly ModelPlan _plan;

    public BatcherRig(
        int slots = 4, int cells = 4096, int batchSize = 128, int contextLength = 512, ISavedPrefixes? saved = null, bool forgetsParts = true, int tokenGroup = 1)
    {
        _plan = new ModelPlan(false, contextLength, cells, slots, batchSize, Threads: 1, Poll: 0);
        Engine = new FakeEngine(slots, cells, Tokens.Size, forgetsParts) { TokenGroup = tokenGroup };
        Batcher = new ContinuousBatcher(Engine, _plan, this, saved ?? NoSavedPrefixes.Instance, _time);
    }

    public static LetterVocabulary Tokens { get; } = new();
    public FakeEngine Engine { get; }
    public ContinuousBatcher Batcher { get; }
    public Dictionary<ulong, string> Text { get; } = [];
    public Dictionary<ulong, GenerationStarted> Started { get; } = [];
    public Dictionary<ulong, GenerationFinished> Finished { get; } = [];
    public Dictionary<ulong, Failure> Failed { get; } = [];
    public List<ulong> FirstTokens { get; } = [];
    public int Ends { get; private set; }

    public void Submit(ulong id, int[] prompt, int maxTokens = 16, bool useCache = true)
    {
        var sampler = new TokenSampler(new SamplerSettings { Temperature = 0 });
        var limits = new AnswerLimits { MaxTokens = maxTokens, Stop = [] };
        Batcher.Submit(new GenerationSequence(id, prompt, new AnswerBuilder(Tokens, sampler, limits, _time), useCache));
    }

    public void Pass(TimeSpan time) => _time.Advance(time);

    /// <summary>Lets every idle slot's conversation pause and be saved.</summary>
    public void SaveAll()
    {
        Pass(SlotArchive.SaveAfter);
        while (Batcher.Archive() == TimeSpan.Zero)
        {
            // one slot a call
        }
    }

    /// <summary>Steps until nothing is left to do.</summary>
    public void RunToEnd(int most = 100_000)
    {
        for (var step = 0; Step(); step++)
            Assert.True(step < most, "The batcher makes no progress.");
    }

    public bool Step()
    {
        if (!Batcher.Plan())
            return false;
        Batcher.Compute();
        return true;
    }

    /// <summary>What the prompt must be answered with, computed without any batching.</summary>
    public string Expected(int[] prompt, int maxTokens = 16)
    {
        var tokens = prompt.ToList();
        var text = "";
        while (tokens.Count - prompt.Length < maxTokens && tokens.Count < _plan.ContextLength)
        {
            var token = FakeEngine.NextToken(tokens, Tokens.Size);
            tokens.Add(token);
            if (token == EndToken)
                break;
            text += Tokens.TextOf(token);
        }
        return text;
    }

    public void Send(ulong requestId, GenerationStarted started)
    {
        Started.Add(requestId, started);
        FirstTokens.Add(requestId);
    }

    public void Send(ulong requestId, GenerationDelta delta) => Text[requestId] = Text.GetValueOrDefault(requestId) + delta.Text;

    public void Send(ulong requestId, GenerationFinished finished)
    {
        Ends++;
        Finished.Add(requestId, finished);
    }

    public void Send(ulong requestId, Failure failure)
    {
        Ends++;
        Failed.Add(requestId, failure);
    }

    public void Flush()
    {
    }

    /// <summary>64 tokens, each spelled with one character of its own.</summary>
    internal sealed class LetterVocabulary : IVocabulary
    {
        private readonly byte[][] _pieces = [.. Enumerable.Range(0, 64).Select(i => new[] { (byte)('0' + i) })];

        public int Size => _pieces.Length;
        public FrozenSet<int> EndTokens { get; } = new[] { EndToken }.ToFrozenSet();
        public ReadOnlySpan<byte> Piece(int token) => _pieces[token];
        public string TextOf(int token) => ((char)('0' + token)).ToString();
    }
}
