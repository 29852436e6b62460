namespace MultiLLM.Core.Health.Degradation;

/// <summary>What is watched of a model's answers.</summary>
public enum HealthSignal
{
    /// <summary>Seconds a token while writing.</summary>
    Decoding,

    /// <summary>Seconds a token while reading what was not cached of the prompt.</summary>
    Reading,

    /// <summary>From arrival to the first output, without waiting for a slot and for the model's load.</summary>
    FirstToken,

    /// <summary>Tokens of answers that the model ended itself.</summary>
    AnswerLength,
    Errors,
    EmptyAnswers,

    /// <summary>Answers that run in circles.</summary>
    RepeatingAnswers,
}

/// <summary>What is told of a model at once: being slow shows in several signals.</summary>
public enum HealthConcern
{
    Speed,
    Errors,
    Answers,
}

internal static class HealthSignals
{
    public static HealthConcern ConcernOf(HealthSignal signal) => signal switch
    {
        HealthSignal.Decoding or HealthSignal.Reading or HealthSignal.FirstToken => HealthConcern.Speed,
        HealthSignal.Errors => HealthConcern.Errors,
        _ => HealthConcern.Answers,
    };
}
