using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Reads a request: task, difficulty, language, lengths, signs. Quick, and touches no model.</summary>
internal interface IRequestReader
{
    /// <summary><see cref="RequestFeatures.Conversation"/> is left to <see cref="IConversations"/>.</summary>
    RequestFeatures Read(IReadOnlyList<ChatMessage> messages, ChatOptions? options);
}
