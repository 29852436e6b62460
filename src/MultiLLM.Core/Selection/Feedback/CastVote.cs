using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>A vote as it is remembered: without the answer or the question.</summary>
/// <param name="DecisionId">Of the answer.</param>
/// <param name="ModelId">Who gave it.</param>
/// <param name="Task">What it was about.</param>
/// <param name="IsGood">Or bad.</param>
/// <param name="BetterModelId">Who would have answered better; null: not said.</param>
/// <param name="At">When.</param>
/// <param name="IsPreference">It tells which of two answers is better, and not how good they are.</param>
internal sealed record CastVote(string DecisionId, string ModelId, ModelTask Task, bool IsGood, string? BetterModelId, DateTimeOffset At, bool IsPreference = false);
