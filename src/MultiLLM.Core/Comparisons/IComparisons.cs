using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons.Votes;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Comparisons;

/// <summary>
/// Comparisons of models on the same prompts. They run one after another in the background, each request only while nobody else's waits. Kept in memory
/// only, the newest ones, until the service stops; votes are kept in the database.
/// </summary>
public interface IComparisons
{
    /// <summary>Newest first.</summary>
    IReadOnlyList<Comparison> All { get; }

    /// <summary>Queues it. <see cref="ErrorCode.QueueFull"/> where too many wait.</summary>
    Result<Comparison> Start(ComparisonOrder order);

    /// <summary><see cref="ErrorCode.ComparisonNotFound"/> where there is none, or no longer.</summary>
    Result<Comparison> Find(string id);

    /// <summary>Stops one that is not over, and forgets one that is. As it stood then.</summary>
    Result<Comparison> Stop(string id);

    /// <summary>How it stands after <paramref name="version"/>, as soon as it changes; fails as <see cref="Find"/> once it is forgotten.</summary>
    Task<Result<Comparison>> ChangedAsync(string id, long version, CancellationToken cancellationToken);

    /// <summary>
    /// Says which answer to a prompt is best, once (<see cref="ErrorCode.AlreadyVoted"/>). <see cref="ErrorCode.ComparisonUnfinished"/> before all models
    /// answered the prompt, <see cref="ErrorCode.AnalyticsUnavailable"/> where the vote cannot be kept; it then does not count.
    /// </summary>
    ValueTask<Result<Comparison>> VoteAsync(string id, PromptVote vote, CancellationToken cancellationToken);

    /// <summary>Says how good an answer is, 0 to 10; again to change it.</summary>
    Result<Comparison> Rate(string id, AnswerPlace answer, double rating);

    /// <summary>What all votes come to.</summary>
    /// <param name="task">Votes on this task only; null: on all of them together.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    ValueTask<Result<EloTable>> EloAsync(ModelTask? task, CancellationToken cancellationToken);
}
