using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Playground.Conversations;

namespace MultiLLM.Dashboard.Compare;

/// <summary>How far one of the answers is.</summary>
public enum ComparedState
{
    Waiting,
    Answering,
    Ended,
}

/// <summary>One model's answer among those that are compared.</summary>
/// <param name="ModelId">Whose.</param>
public sealed record ComparedAnswer(string ModelId)
{
    public ComparedState State { get; init; }
    public GrowingAnswer Growing { get; init; } = GrowingAnswer.Nothing;

    /// <summary>Its figures; null: it has not ended.</summary>
    public AnswerFacts? Facts { get; init; }

    /// <summary>It came to its end, so that its figures count.</summary>
    public bool Whole => Facts is { End: AnswerEnd.Whole };
}

/// <summary>What is compared.</summary>
/// <param name="Models">2 to 4 ids.</param>
/// <param name="Prompt">The same for all.</param>
/// <param name="Settings">The same for all.</param>
/// <param name="Together">All at once; else one after another.</param>
public sealed record CompareOrder(IReadOnlyList<string> Models, string Prompt, ChatSettings Settings, bool Together)
{
    public const int MinModels = 2;
    public const int MaxModels = 4;
}
