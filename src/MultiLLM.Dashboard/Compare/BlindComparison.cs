using MultiLLM.Dashboard.Answers;

namespace MultiLLM.Dashboard.Compare;

/// <summary>
/// Comparisons that the service runs behind labels, and that take a vote. Answers are shown together at the end, for speed gives models away.
/// </summary>
public interface IBlindComparisons
{
    /// <param name="order">What is compared.</param>
    /// <param name="answered">Told how many answers are there.</param>
    /// <param name="cancellationToken">The person's wish to stop.</param>
    Task<BlindComparison> RunAsync(CompareOrder order, Action<int> answered, CancellationToken cancellationToken);

    /// <param name="comparison">A finished one.</param>
    /// <param name="winner">The best answer's label, "tie", or "skip" to see who wrote what without a vote.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <returns>The same with its names.</returns>
    Task<BlindComparison> VoteAsync(BlindComparison comparison, string winner, CancellationToken cancellationToken);
}

/// <param name="Id">For the vote.</param>
/// <param name="Answers">In an order drawn by lot.</param>
/// <param name="Vote">Null: none was cast, and names are hidden.</param>
public sealed record BlindComparison(string Id, IReadOnlyList<BlindAnswer> Answers, string? Vote);

/// <param name="Label">"A", "B", …</param>
/// <param name="Text">What was written.</param>
/// <param name="Problem">Why there is none; null: there is.</param>
/// <param name="ModelId">Who wrote it; null: hidden.</param>
/// <param name="Figures">In words; null: hidden.</param>
public sealed record BlindAnswer(string Label, string Text, ChatProblem? Problem = null, string? ModelId = null, string? Figures = null);
