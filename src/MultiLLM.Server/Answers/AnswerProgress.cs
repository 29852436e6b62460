using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Answers;

/// <summary>What is known so far of all answers to one request, and its figures.</summary>
internal sealed class AnswerProgress
{
    private readonly string _requested;
    private readonly int _perPrompt;
    private readonly TimeProvider _time;
    private readonly RequestTrace _trace;
    private string? _modelId;
    private TimeSpan? _firstOutput;

    /// <param name="requested">The model the caller asked for; null: automatic.</param>
    /// <param name="choices">Answers in all.</param>
    /// <param name="perPrompt">Answers that share one prompt, which is counted once.</param>
    /// <param name="keepText">Whether the whole text is needed at the end.</param>
    /// <param name="time">Clock.</param>
    /// <param name="trace">Knows when the request came; is told what the log line says.</param>
    public AnswerProgress(string? requested, int choices, int perPrompt, bool keepText, TimeProvider time, RequestTrace trace)
    {
        (_requested, _perPrompt, _time, _trace) = (requested ?? ModelNames.Auto, perPrompt, time, trace);
        Choices = [.. Enumerable.Range(0, choices).Select(_ => new ChoiceState(keepText))];
        Unfinished = choices;
    }

    public IReadOnlyList<ChoiceState> Choices { get; }

    /// <summary>Answers that share one prompt.</summary>
    public int PerPrompt => _perPrompt;
    public int Unfinished { get; private set; }

    /// <summary>What the content policy did; known in the end.</summary>
    public PolicyTrail? Policy { get; private set; }
    public SelectionDecision? Decision { get; private set; }
    public string ModelId => Decision?.Model.Id ?? _modelId ?? _requested;
    public string Requested => Decision?.Requested ?? _requested;

    /// <summary>True once there was something to show: text, log probabilities or an end.</summary>
    public bool HasOutput => _firstOutput is not null;
    public TimeSpan Elapsed => _time.GetElapsedTime(_trace.Arrived);

    public TokenUsage Usage
    {
        get
        {
            var prompts = Choices.Where((_, index) => index % _perPrompt == 0).ToArray();
            return new(prompts.Sum(c => c.PromptTokens), prompts.Sum(c => c.CachedTokens), Choices.Sum(c => c.CompletionTokens));
        }
    }

    /// <summary>Of several answers the slowest counts, since the request waits for it; the speed is that of all together.</summary>
    public ChatTimings Timings
    {
        get
        {
            var timings = Choices.Select(c => c.Finished?.Timings).OfType<Contracts.Runner.GenerationTimings>().ToArray();
            var decode = timings.Select(t => t.DecodeSeconds).DefaultIfEmpty().Max();
            var intervals = Choices.Sum(c => Math.Max(0, c.CompletionTokens - 1)); // decoding is timed from the first token on
            return new ChatTimings
            {
                QueueSeconds = timings.Select(t => t.QueueSeconds).DefaultIfEmpty().Max(),
                LoadSeconds = Decision?.LoadWait.TotalSeconds ?? 0,
                PromptSeconds = timings.Select(t => t.PromptSeconds).DefaultIfEmpty().Max(),
                DecodeSeconds = decode,
                TimeToFirstTokenSeconds = (_firstOutput ?? Elapsed).TotalSeconds,
                TokensPerSecond = intervals > 0 && decode > 0 ? intervals / decode : null,
            };
        }
    }

    public void Observe(ChoiceUpdate item)
    {
        var (choice, update) = item;
        Choices[choice].Observe(update);
        Policy ??= update.Policy;
        if (update.FinishReason is not null)
            Unfinished--;
        if (_firstOutput is null)
        {
            Decision ??= update.Decision;
            _modelId ??= update.ModelId;
            if (update.FinishReason is not null || update.LogProbs is not null || update.Text.Length > 0)
            {
                _firstOutput = Elapsed;
                _trace.Model = ModelId;
            }
        }
    }

    /// <summary>Tells the log line what the answer came to.</summary>
    public void Conclude() => (_trace.Model, _trace.Usage, _trace.FirstOutput) = (ModelId, Usage, _firstOutput);
}
