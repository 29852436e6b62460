using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>The digests by which a list of messages may be known again. Each message is read once, however many there are.</summary>
internal sealed class MessageReading
{
    private readonly List<Beginning> _beginnings;
    private readonly List<UInt128> _tails = [];

    /// <param name="caller">Digest of who asks: nobody else's messages are the same.</param>
    /// <param name="messages">At least one.</param>
    /// <param name="mostAdded">How many messages at the end may be new.</param>
    /// <param name="tailMessages">How many in a row make a tail.</param>
    /// <param name="leastTailCharacters">A tail that says less could belong to anybody.</param>
    public MessageReading(UInt128 caller, IReadOnlyList<ChatMessage> messages, int mostAdded, int tailMessages, int leastTailCharacters)
    {
        var digests = new UInt128[messages.Count];
        var characters = new long[messages.Count];
        var text = new TextDigest();
        var list = caller;
        var kept = Math.Min(messages.Count, mostAdded + 1);
        _beginnings = new List<Beginning>(kept);
        for (var i = 0; i < messages.Count; i++)
        {
            digests[i] = MessageDigests.Of(messages[i], text);
            characters[i] = text.Characters;
            list = MessageDigests.Append(list, digests[i]);
            HasAnswers |= messages[i].Role == ChatRole.Assistant;
            if (i >= messages.Count - kept)
                _beginnings.Add(new Beginning(list, HasAnswers));
        }
        _beginnings.Reverse();
        var framing = messages.TakeWhile(IsFraming).Count();
        for (var end = messages.Count; end >= framing + tailMessages && end > messages.Count - kept; end--)
        {
            if (Sum(characters.AsSpan(end - tailMessages, tailMessages)) < leastTailCharacters)
                continue;
            var tail = MessageDigests.Append(caller, MessageDigests.OfTail(digests.AsSpan(end - tailMessages, tailMessages)));
            _tails.Add(tail);
            if (end == messages.Count && end > framing + tailMessages)
                Tail = tail;
        }
    }

    /// <summary>Of all messages, then of all but the last one, and so on.</summary>
    public IReadOnlyList<Beginning> Beginnings => _beginnings;
    public Beginning Whole => _beginnings[0];

    /// <summary>Of a few messages in a row, the last ones first.</summary>
    public IReadOnlyList<UInt128> Tails => _tails;

    /// <summary>The last ones, of a conversation that has older ones; null: it has none, or they say too little.</summary>
    public UInt128? Tail { get; }

    /// <summary>It is no first question.</summary>
    public bool HasAnswers { get; }

    /// <summary>What stands before the turns, and is not dropped with the oldest of them.</summary>
    private static bool IsFraming(ChatMessage message) => message.Role == ChatRole.System || message.Role.Value == "developer";

    private static long Sum(ReadOnlySpan<long> numbers)
    {
        var sum = 0L;
        foreach (var number in numbers)
            sum += number;
        return sum;
    }
}

/// <param name="Key">Digest.</param>
/// <param name="HasAnswers">It holds a model's words, which tell conversations apart that began alike.</param>
internal readonly record struct Beginning(UInt128 Key, bool HasAnswers);
