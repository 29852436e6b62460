namespace MultiLLM.Core.Health.Degradation;

/// <summary>What one request, or an attempt at it, says of its model. Measures are natural logarithms; NaN: it says nothing of that.</summary>
internal readonly record struct RequestSample
{
    public RequestSample(string modelId, DateTimeOffset at) => (ModelId, At) = (modelId, at);

    public string ModelId { get; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Computed, without what was cached.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Prompt and answer.</summary>
    public long ContextTokens { get; init; }
    public long CompletionTokens { get; init; }

    /// <summary>Who else was at work meanwhile.</summary>
    public Company Company { get; init; } = Company.Alone;
    public double Decoding { get; init; } = double.NaN;
    public double Reading { get; init; } = double.NaN;
    public double FirstToken { get; init; } = double.NaN;
    public double AnswerLength { get; init; } = double.NaN;

    /// <summary>Null: it says nothing of that.</summary>
    public bool? Failed { get; init; }
    public bool? Empty { get; init; }
    public bool? Repeats { get; init; }

    public double Measure(HealthSignal signal) => signal switch
    {
        HealthSignal.Decoding => Decoding,
        HealthSignal.Reading => Reading,
        HealthSignal.FirstToken => FirstToken,
        _ => AnswerLength,
    };

    public bool? Mark(HealthSignal signal) => signal switch
    {
        HealthSignal.Errors => Failed,
        HealthSignal.EmptyAnswers => Empty,
        _ => Repeats,
    };
}

/// <summary>Who was at work beside a request, on average over its time.</summary>
/// <param name="Answers">Answers its model wrote at once, its own included; 1 or more.</param>
/// <param name="OtherModels">Other models at work.</param>
internal readonly record struct Company(double Answers, double OtherModels)
{
    public static Company Alone { get; } = new(1, 0);
}
