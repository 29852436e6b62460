using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

/// <summary>Follows one answer to its end and learns from it.</summary>
internal sealed class AnsweredBy(
    SelectionDecision decision, IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> messages, RequestFeatures features, IConversations conversations, IModelRates rates, IFeedback feedback)
{
    private GenerationFinished? _finished;
    private bool _hasText;

    public SelectionDecision Decision { get; } = decision;

    public void Observe(ChatResponseUpdate update)
    {
        _hasText |= update.Text.Length > 0;
        _finished ??= update.Finished;
    }

    /// <param name="left">The caller did not want the rest.</param>
    public void End(bool left)
    {
        if (_finished is not null)
        {
            rates.Answered(Decision.Model, _finished);
            conversations.Answered(messages, features.Wishes.ConversationId, Decision, (int)(_finished.PromptTokens + _finished.CompletionTokens));
            // An answer cut off by the caller's own limit says nothing about the model.
            if (!_hasText && features.MaxAnswerTokens is null or > 1)
                feedback.Outcome(Decision, good: false);
        }
        else if (!left)
        {
            feedback.Outcome(Decision, good: false);
        }
    }
}
