using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>
/// Conversations by digests of their messages: the API keeps no sessions, so a request goes on with the one whose messages it begins with. Clients add
/// several messages at once, ask the same again, change an earlier question or drop the oldest turns; all of them are known again. What a model said tells
/// conversations apart that began with the same words; those words alone are nobody's, once two began with them. Only digests are kept.
/// </summary>
internal sealed class Conversations(int capacity, TimeProvider time) : IConversations
{
    /// <summary>How many messages a client may add between two requests.</summary>
    private const int MostAdded = 64;

    /// <summary>So many messages in a row, with so many characters, belong to one conversation only.</summary>
    private const int TailMessages = 3;
    private const int LeastTailCharacters = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new(); // the least recently used first

    public Conversations(TimeProvider time) : this(16_384, time)
    {
    }

    public ConversationPlace Locate(IReadOnlyList<ChatMessage> messages, string? conversationId, string? caller = null)
    {
        var from = MessageDigests.OfCaller(caller);
        if (conversationId is not null)
        {
            var name = MessageDigests.OfName(from, conversationId);
            lock (_gate)
                return new ConversationPlace(conversationId, Find(name)?.State, name, null, IsNamed: true, HasAnswers: false);
        }
        if (messages.Count == 0)
            return ConversationPlace.Nowhere;
        var reading = new MessageReading(from, messages, MostAdded, TailMessages, LeastTailCharacters);
        var before = Find(reading);
        return new ConversationPlace(before?.Id ?? $"conv-{Guid.NewGuid():N}", before, reading.Whole.Key, reading.Tail, IsNamed: false, reading.HasAnswers);
    }

    public void Answered(ConversationPlace place, ConversationTurn turn)
    {
        if (place.Id is null)
            return;
        var before = place.Before;
        var moved = before is not null && before.ModelId != turn.ModelId;
        var turns = (before?.Turns ?? 0) + (before is { AsksAgain: true } ? 0 : 1);
        var state = new ConversationState(turn.ModelId, turn.Task, turns, turn.CachedTokens, (before?.Moves ?? 0) + (moved ? 1 : 0), place.Id)
        {
            AnsweredAt = time.GetUtcNow(),
        };
        lock (_gate)
        {
            var isShared = place is { IsNamed: false, HasAnswers: false } && _entries.TryGetValue(place.Key, out var other) && other.Value.State.Id != place.Id;
            Put(new Entry(place.Key, state, IsWhole: turn.Answer is not null, isShared));
            if (place.IsNamed)
                return;
            // The answer tells apart conversations that began with the same words.
            if (turn.Answer is { } answer)
                Put(new Entry(MessageDigests.Append(place.Key, MessageDigests.OfAnswer(answer)), state, IsWhole: false, IsShared: false));
            if (place.Tail is { } tail)
                Put(new Entry(tail, state with { CachedTokens = 0 }, IsWhole: false, IsShared: false));
        }
    }

    /// <summary>The longest beginning that is known; else the last messages that are, wherever they stand.</summary>
    private ConversationState? Find(MessageReading reading)
    {
        lock (_gate)
        {
            for (var added = 0; added < reading.Beginnings.Count; added++)
            {
                var beginning = reading.Beginnings[added];
                if (Find(beginning.Key) is not { } entry)
                    continue;
                if (beginning.HasAnswers)
                    return added == 0 && entry.IsWhole ? entry.State with { AsksAgain = true } : entry.State;
                // First words: of a talk that went on with an answer as its client changed it, unless others began so too.
                if (reading.HasAnswers && !entry.IsShared)
                    return entry.State;
            }
            foreach (var tail in reading.Tails)
            {
                if (Find(tail) is { } entry)
                    return entry.State;
            }
        }
        return null;
    }

    private Entry? Find(UInt128 key)
    {
        if (!_entries.TryGetValue(key, out var node))
            return null;
        _byUse.Remove(node);
        _byUse.AddLast(node);
        return node.Value;
    }

    private void Put(Entry entry)
    {
        if (_entries.Remove(entry.Key, out var old))
            _byUse.Remove(old);
        while (_entries.Count >= capacity && _byUse.First is { } oldest)
        {
            _entries.Remove(oldest.Value.Key);
            _byUse.RemoveFirst();
        }
        _entries[entry.Key] = _byUse.AddLast(entry);
    }

    /// <param name="Key">Digest.</param>
    /// <param name="State">After the answer.</param>
    /// <param name="IsWhole">The key is a request's, and its answer was read to its end.</param>
    /// <param name="IsShared">Several conversations began so.</param>
    private sealed record Entry(UInt128 Key, ConversationState State, bool IsWhole, bool IsShared);
}
