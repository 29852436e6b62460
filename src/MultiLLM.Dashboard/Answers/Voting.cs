using System.Globalization;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Answers;

/// <summary>What came of a vote on an answer, as a sentence.</summary>
internal static class Voting
{
    private const int LongestReason = 300;

    /// <param name="vote">On its way; null: there is nothing to vote on.</param>
    public static async Task<string> ToldAsync(Task<FeedbackReply?> vote)
    {
        try
        {
            return await vote is { } changed
                ? string.Create(CultureInfo.InvariantCulture, $"Thank you. Expected quality at {changed.Task}: {changed.QualityBefore:0.00} → {changed.QualityAfter:0.00} of 10.")
                : "";
        }
        catch (Exception failure) when (ChatProblem.Of(failure) is { } problem)
        {
            return $"Not counted: {InertText.Line(problem.Message, LongestReason)}";
        }
    }
}
