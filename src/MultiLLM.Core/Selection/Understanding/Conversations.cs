using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>
/// Conversations by the digest of their messages: the API keeps no sessions, so a request is a continuation of the one whose messages it begins with. Only
/// digests are kept.
/// </summary>
internal sealed class Conversations(int capacity) : IConversations
{
    /// <summary>A request adds the answer and the next question to the one before.</summary>
    private const int MessagesPerTurn = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<(UInt128 Key, ConversationState State)>> _states = [];
    private readonly LinkedList<(UInt128 Key, ConversationState State)> _byUse = new(); // the least recently used first

    public Conversations() : this(4096)
    {
    }

    public ConversationState? Find(IReadOnlyList<ChatMessage> messages, string? conversationId)
    {
        if (conversationId is null && messages.Count <= MessagesPerTurn)
            return null;
        var key = conversationId is not null ? KeyOf(conversationId) : KeyOf(messages, messages.Count - MessagesPerTurn);
        lock (_gate)
        {
            if (!_states.TryGetValue(key, out var node))
                return null;
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value.State;
        }
    }

    public string IdOf(IReadOnlyList<ChatMessage> messages, RequestFeatures features) =>
        features.Conversation?.Id ?? features.Wishes.ConversationId ?? $"conv-{KeyOf(messages, messages.Count):x32}";

    public void Answered(IReadOnlyList<ChatMessage> messages, string? conversationId, SelectionDecision decision, int cachedTokens)
    {
        var before = Find(messages, conversationId);
        var key = conversationId is not null ? KeyOf(conversationId) : KeyOf(messages, messages.Count);
        var moved = before is not null && before.ModelId != decision.Model.Id;
        var state = new ConversationState(
            decision.Model.Id, decision.Reading?.Task ?? before?.Task ?? ModelTask.Chat, (before?.Turns ?? 0) + 1, cachedTokens,
            (before?.Moves ?? 0) + (moved ? 1 : 0), before?.Id ?? decision.ConversationId ?? conversationId ?? $"conv-{key:x32}");
        lock (_gate)
        {
            if (_states.Remove(key, out var old))
                _byUse.Remove(old);
            while (_states.Count >= capacity && _byUse.First is { } oldest)
            {
                _states.Remove(oldest.Value.Key);
                _byUse.RemoveFirst();
            }
            _states[key] = _byUse.AddLast((key, state));
        }
    }

    private static UInt128 KeyOf(string conversationId) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(conversationId.AsSpan()), seed: 1);

    private static UInt128 KeyOf(IReadOnlyList<ChatMessage> messages, int count)
    {
        var hash = new XxHash128();
        for (var i = 0; i < count; i++)
        {
            hash.Append(MemoryMarshal.AsBytes(messages[i].Role.Value.AsSpan()));
            hash.Append([0]);
            hash.Append(MemoryMarshal.AsBytes(messages[i].Text.AsSpan()));
            hash.Append([1]);
        }
        return hash.GetCurrentHashAsUInt128();
    }
}
