using System.Text;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Sampling;
using MultiLLM.Runner.Text;

namespace MultiLLM.Runner.Inference;

/// <summary>Turns one sequence's logits into tokens, and tokens into text that may be shown.</summary>
internal sealed class AnswerBuilder(IVocabulary vocabulary, TokenSampler sampler, AnswerLimits limits, TimeProvider time) : IDisposable
{
    // A frame of a common screen. Sending more often shows nobody more, and each sending wakes threads and processes that take their time
    // from the engine's cores.
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(16);

    private readonly Utf8Assembler _characters = new();
    private readonly StopMatcher? _stops = limits.Stop.Count == 0 ? null : new StopMatcher(limits.Stop);
    private readonly List<TokenLogprob> _heldLogprobs = [];
    private readonly StringBuilder _heldText = new();
    private uint _heldTokens;
    private long _releasedAt;

    public GrammarConstraint? Grammar { get; init; }

    /// <summary>Why the answer ended; unspecified while it goes on.</summary>
    public FinishReason Finish { get; private set; }

    /// <summary>The stop string that ended it, if one did.</summary>
    public string StopText { get; private set; } = "";

    public bool IsFinished => Finish != FinishReason.Unspecified;

    /// <summary>Chooses the next token. The logits may be overwritten.</summary>
    public int Next(Span<float> logits)
    {
        var token = sampler.Sample(logits, Grammar);
        if (token == TokenSampler.None)
            throw new RunnerFailure(FailureCode.Internal, Grammar is null ? "The model gave no usable logits." : "The grammar allows no further token.");
        sampler.Accept(token);
        Grammar?.Accept(token);
        if (limits.LogProbs)
            _heldLogprobs.Add(Describe(LogProbs.Compute(logits, token, limits.TopLogProbs)));
        return token;
    }

    /// <summary>Takes the token that <see cref="Next"/> chose; returns what is to be sent now, or null when it can wait or is not decided yet.</summary>
    /// <param name="token">The token.</param>
    /// <param name="generated">Tokens generated so far, this one included.</param>
    /// <param name="contextFull">No further token fits.</param>
    public GenerationDelta? Take(int token, int generated, bool contextFull)
    {
        var isEnd = vocabulary.EndTokens.Contains(token);
        _heldTokens++;
        if (isEnd && !limits.IgnoreEos)
        {
            Finish = FinishReason.Stop;
            return Decide("", end: true);
        }
        var text = _characters.Push(vocabulary.Piece(token));
        if (generated >= limits.MaxTokens || contextFull)
            Finish = FinishReason.Length;
        return Decide(text, end: IsFinished);
    }

    private GenerationDelta? Decide(string text, bool end)
    {
        if (end)
            text += _characters.Flush();
        if (_stops is not null)
        {
            var result = _stops.Push(text);
            text = result.Text;
            if (result.Stop is null && end)
            {
                result = _stops.Flush();
                text += result.Text;
            }
            if (result.Stop is not null)
                (Finish, StopText) = (FinishReason.Stop, result.Stop);
        }
        _heldText.Append(text);
        return IsFinished || (_heldText.Length > 0 && (_releasedAt == 0 || time.GetElapsedTime(_releasedAt) >= Frame)) ? Release() : null;
    }

    /// <summary>What is decided and was not sent yet; null when nothing is.</summary>
    public GenerationDelta? Flush() => _heldText.Length > 0 ? Release() : null;

    private GenerationDelta Release()
    {
        var delta = new GenerationDelta { Text = _heldText.ToString(), Tokens = _heldTokens };
        delta.Logprobs.AddRange(_heldLogprobs);
        _heldText.Clear();
        _heldLogprobs.Clear();
        _heldTokens = 0;
        _releasedAt = time.GetTimestamp();
        return delta;
    }

    private TokenLogprob Describe(LogProbs logprobs)
    {
        var described = Describe(logprobs.Chosen);
        described.Top.AddRange(logprobs.Top.Select(Describe));
        return described;
    }

    private TokenLogprob Describe(TokenProbability probability) => new()
    {
        Id = probability.Id,
        Logprob = probability.LogProb,
        Token = vocabulary.TextOf(probability.Id),
        Raw = ByteString.CopyFrom(vocabulary.Piece(probability.Id)),
    };

    public void Dispose() => Grammar?.Dispose();
}
