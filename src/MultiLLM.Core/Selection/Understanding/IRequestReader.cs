using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Reads a request: task, difficulty, language, lengths, signs. Quick, and touches no model.</summary>
internal interface IRequestReader
{
    /// <summary><see cref="RequestFeatures.Conversation"/> is left to <see cref="IConversations"/>.</summary>
    RequestFeatures Read(IReadOnlyList<ChatMessage> messages, ChatOptions? options);
}

/// <summary>Remembers who answered which conversation, a bounded number of them, without their text.</summary>
internal interface IConversations
{
    /// <summary>The state after the answer before; null: none is remembered.</summary>
    ConversationState? Find(IReadOnlyList<ChatMessage> messages, string? conversationId);

    /// <summary>The name of the conversation that a request begins or goes on with.</summary>
    string IdOf(IReadOnlyList<ChatMessage> messages, RequestFeatures features);

    /// <summary>Notes who answered the request.</summary>
    void Answered(IReadOnlyList<ChatMessage> messages, string? conversationId, SelectionDecision decision, int cachedTokens);
}
