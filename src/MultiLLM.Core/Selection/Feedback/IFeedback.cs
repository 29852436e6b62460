using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Selection.Feedback;

/// <summary>A person's opinion of an answer.</summary>
/// <param name="DecisionId">Of the answer.</param>
/// <param name="Rating">1: good; -1: bad.</param>
/// <param name="BetterModel">Who would have answered better, id or alias; null: not said.</param>
public sealed record FeedbackVote(string DecisionId, int Rating, string? BetterModel);

/// <summary>
/// Collects opinions and outcomes. They move expected qualities slowly: a few votes do not overturn what the catalog says, outcomes weigh less than votes, and
/// what was said long ago fades. Safe from any thread; nobody waits for a disk.
/// </summary>
public interface IFeedback
{
    IQualityEvidence Evidence { get; }

    /// <summary>
    /// A second vote on the same answer replaces the first. <see cref="ErrorCode.DecisionNotFound"/> where the answer is not remembered,
    /// <see cref="ErrorCode.ModelNotFound"/> for a better model that nobody knows, <see cref="ErrorCode.InvalidRequest"/> for another rating, or where the
    /// better model is the one that answered.
    /// </summary>
    Result<FeedbackReceipt> Vote(FeedbackVote vote);

    /// <summary>
    /// One model's answer was preferred to another's. That says who is better and not how good they are, so that all preferences together weigh no more than
    /// ten votes. A second one under the same id replaces the first.
    /// </summary>
    void Preferred(string id, string betterModelId, string worseModelId, ModelTask task);

    /// <summary>An answer ended: one that broke off, came out empty or was cut off counts a little against its model; good ones take that back.</summary>
    void Outcome(string modelId, ModelTask task, bool good);
}

/// <param name="ModelId">Whose quality it touched.</param>
/// <param name="Task">At which task.</param>
/// <param name="QualityBefore">Expected, 0 to 10.</param>
/// <param name="QualityAfter">As above.</param>
public sealed record FeedbackReceipt(string ModelId, string Task, double QualityBefore, double QualityAfter);
