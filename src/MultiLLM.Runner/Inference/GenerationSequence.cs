using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Inference;

/// <summary>One generation from arrival to end. Belongs to the decode loop once submitted.</summary>
internal sealed class GenerationSequence(ulong requestId, int[] prompt, AnswerBuilder answer, bool usePromptCache)
{
    public ulong RequestId { get; } = requestId;
    public int PromptLength { get; } = prompt.Length;
    public AnswerBuilder Answer { get; } = answer;
    public bool UsePromptCache { get; } = usePromptCache;

    /// <summary>The prompt, then what was generated.</summary>
    public List<int> Tokens { get; } = [.. prompt];

    /// <summary>How many of <see cref="Tokens"/> are in the KV pool.</summary>
    public int Processed { get; set; }

    /// <summary>How many prompt tokens were there already when this began.</summary>
    public int CachedTokens { get; set; }

    /// <summary>Its beginning on the way from disk, or read; null: nothing was found there, or it was taken.</summary>
    public PrefixFetch? Fetch { get; set; }

    /// <summary>Whether what is on disk was searched; once is enough.</summary>
    public bool HasSearched { get; set; }
    public bool HasBegun => BeganAt != 0;
    public bool IsCancelled { get; set; }

    // Timestamps of the loop's TimeProvider; 0: not yet.
    public long ArrivedAt { get; init; }
    public long BeganAt { get; set; }
    public long FirstTokenAt { get; set; }

    public int Remaining => Tokens.Count - Processed;
    public int Generated => Tokens.Count - PromptLength;

    /// <summary>One token, sampled in the step before, is to be processed.</summary>
    public bool IsDecoding => Generated > 0 && Remaining == 1;

    public GenerationTimings Timings(TimeProvider time, long now)
    {
        var began = HasBegun ? BeganAt : now;
        var first = FirstTokenAt == 0 ? now : FirstTokenAt;
        return new GenerationTimings
        {
            QueueSeconds = time.GetElapsedTime(ArrivedAt, began).TotalSeconds,
            PromptSeconds = time.GetElapsedTime(began, first).TotalSeconds,
            DecodeSeconds = time.GetElapsedTime(first, now).TotalSeconds,
            TotalSeconds = time.GetElapsedTime(ArrivedAt, now).TotalSeconds,
        };
    }
}
