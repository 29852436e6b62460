using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Remembers who answered which conversation, a bounded number of them, without their text. Safe from any thread.</summary>
internal interface IConversations
{
    /// <summary>Where a request stands.</summary>
    /// <param name="messages">All of them, oldest first.</param>
    /// <param name="conversationId">As the caller names the conversation: then its messages do not matter. Null: recognised by its messages.</param>
    /// <param name="caller">Who asks; null: not known. Different callers share no conversation, whatever they say and however they name it.</param>
    ConversationPlace Locate(IReadOnlyList<ChatMessage> messages, string? conversationId, string? caller = null);

    /// <summary>Notes who answered the request.</summary>
    void Answered(ConversationPlace place, ConversationTurn turn);
}

/// <summary>One answer, as far as the next turn wants to know it.</summary>
/// <param name="ModelId">Who gave it.</param>
/// <param name="Task">What it was about.</param>
/// <param name="Answer">Of its text; null: it was not read to its end.</param>
/// <param name="CachedTokens">Of prompt and answer, that its model holds ready now.</param>
internal sealed record ConversationTurn(string ModelId, ModelTask Task, UInt128? Answer, int CachedTokens);

/// <summary>Where a request stands in its conversation.</summary>
/// <param name="Id">Of the conversation, the same for all its turns; null: the request has no messages.</param>
/// <param name="Before">What is remembered of the answer before; null: it begins here, or nothing of it is.</param>
/// <param name="Key">Of all its messages, or of the name its caller gave it.</param>
/// <param name="Tail">Of its last messages alone, by which it is known again when its client drops the oldest ones; null: they say too little.</param>
/// <param name="IsNamed">By its caller.</param>
/// <param name="HasAnswers">The messages hold a model's words; else anybody may begin with the same ones.</param>
internal sealed record ConversationPlace(string? Id, ConversationState? Before, UInt128 Key, UInt128? Tail, bool IsNamed, bool HasAnswers)
{
    /// <summary>Of a request without messages.</summary>
    public static ConversationPlace Nowhere { get; } = new(null, null, UInt128.Zero, null, IsNamed: false, HasAnswers: false);
}
