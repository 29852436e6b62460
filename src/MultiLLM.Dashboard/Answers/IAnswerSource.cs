using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Answers;

/// <summary>Where answers come from, and what can be said about them.</summary>
public interface IAnswerSource
{
    /// <summary>As <see cref="MultiLLMClient.ChatStreamAsync"/>.</summary>
    IAsyncEnumerable<ChatStreamEvent> StreamAsync(ChatRequest request, CancellationToken cancellationToken);

    /// <summary>The latest decision of a conversation, with its candidates; null: none since then.</summary>
    Task<DecisionInfo?> LastDecisionAsync(string conversationId, DateTimeOffset since, CancellationToken cancellationToken);

    Task<FeedbackReply> VoteAsync(string decisionId, int rating, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class ServiceAnswers(MultiLLMClient client) : IAnswerSource
{
    public IAsyncEnumerable<ChatStreamEvent> StreamAsync(ChatRequest request, CancellationToken cancellationToken) =>
        client.ChatStreamAsync(request, cancellationToken);

    public async Task<DecisionInfo?> LastDecisionAsync(string conversationId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var latest = await client.ListDecisionsAsync(new DecisionFilter { ConversationId = conversationId, Limit = 1 }, cancellationToken);
        return latest.Decisions is [{ DecisionId: { } id } decision] && decision.Time >= since ? await client.GetDecisionAsync(id, cancellationToken) : null;
    }

    public Task<FeedbackReply> VoteAsync(string decisionId, int rating, CancellationToken cancellationToken) =>
        client.SendFeedbackAsync(new FeedbackRequest { DecisionId = decisionId, Rating = rating }, cancellationToken);
}
