using System.Collections.Immutable;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons.Votes;

namespace MultiLLM.Core.Comparisons;

public enum ComparisonState
{
    /// <summary>Others are before it.</summary>
    Queued,
    Running,
    Done,

    /// <summary>Stopped by a person or by the end of the service; what was answered stays.</summary>
    Cancelled,
}

/// <summary>One comparison at one moment; immutable. Models and prompts are known by their places in the order.</summary>
public sealed record Comparison
{
    public required string Id { get; init; }
    public required ComparisonOrder Order { get; init; }

    /// <summary>What each prompt is about.</summary>
    public required IReadOnlyList<ModelTask> Tasks { get; init; }

    /// <summary>For each prompt the models in the order in which their answers are shown: as listed, or drawn by lot where it is blind.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Shown { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public ComparisonState State { get; init; }

    /// <summary>Why it does not go on just now, one sentence; null: it does.</summary>
    public string? Waiting { get; init; }

    /// <summary>Answers that were begun and given up, because somebody's request needed the place.</summary>
    public int GivenUp { get; init; }

    public ImmutableDictionary<AnswerPlace, ComparedAnswer> Answers { get; init; } = ImmutableDictionary<AnswerPlace, ComparedAnswer>.Empty;

    /// <summary>By prompt.</summary>
    public ImmutableDictionary<int, PromptVote> Votes { get; init; } = ImmutableDictionary<int, PromptVote>.Empty;

    /// <summary>0 to 10, by people.</summary>
    public ImmutableDictionary<AnswerPlace, double> Ratings { get; init; } = ImmutableDictionary<AnswerPlace, double>.Empty;

    /// <summary>Rises with each change.</summary>
    public long Version { get; init; }

    public int Total => Order.Models.Count * Order.Prompts.Count;
    public bool IsOver => State is ComparisonState.Done or ComparisonState.Cancelled;

    /// <summary>All models have answered this prompt, or failed to.</summary>
    public bool IsAnswered(int prompt) => Enumerable.Range(0, Order.Models.Count).All(model => Answers.ContainsKey(new AnswerPlace(model, prompt)));

    /// <summary>Nothing of this prompt is hidden (any more).</summary>
    public bool IsOpen(int prompt) => !Order.Blind || Votes.ContainsKey(prompt);

    /// <summary>Nothing at all is hidden: every prompt that can be voted on was.</summary>
    public bool IsAllOpen => !Order.Blind || (IsOver && Enumerable.Range(0, Order.Prompts.Count).All(prompt => IsOpen(prompt) || !IsAnswered(prompt)));
}

/// <param name="Model">Place among the models.</param>
/// <param name="Prompt">Place among the prompts.</param>
public readonly record struct AnswerPlace(int Model, int Prompt);
