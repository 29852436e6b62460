using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Digests of single messages, and of lists of them, each of which follows from the one before: a list of n messages has n beginnings.</summary>
internal static class MessageDigests
{
    private const long ListSeed = 1;
    private const long NameSeed = 2;
    private const long TailSeed = 3;
    private const long CallerSeed = 4;

    /// <summary>An empty list of messages of that caller.</summary>
    public static UInt128 OfCaller(string? caller) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes((caller ?? "").AsSpan()), CallerSeed);

    public static UInt128 OfName(UInt128 caller, string conversationId) =>
        Pair(caller, XxHash128.HashToUInt128(MemoryMarshal.AsBytes(conversationId.AsSpan()), NameSeed));

    /// <summary>Role, text, and which calls it makes or answers.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">Scratch; tells the length of the text afterwards.</param>
    public static UInt128 Of(ChatMessage message, TextDigest text)
    {
        text.Reset();
        var calls = UInt128.Zero;
        foreach (var content in message.Contents)
        {
            if (content is TextContent words)
                text.Append(words.Text);
            else if (content is FunctionCallContent call)
                calls = Pair(calls, OfCall(call.CallId));
            else if (content is FunctionResultContent result)
                calls = Pair(calls, OfCall(result.CallId));
        }
        return Of(message.Role, text.Current, calls);
    }

    /// <summary>Of a message that an answer will become.</summary>
    public static UInt128 OfAnswer(UInt128 text) => Of(ChatRole.Assistant, text, UInt128.Zero);

    /// <summary>The list with one message more.</summary>
    public static UInt128 Append(UInt128 list, UInt128 message) => Pair(list, message);

    /// <summary>Of messages in a row, wherever they stand.</summary>
    public static UInt128 OfTail(ReadOnlySpan<UInt128> messages) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(messages), TailSeed);

    private static UInt128 Of(ChatRole role, UInt128 text, UInt128 calls) =>
        Pair(Pair(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(role.Value.AsSpan()), ListSeed), text), calls);

    private static UInt128 OfCall(string? id) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes((id ?? "").AsSpan()), ListSeed);

    private static UInt128 Pair(UInt128 first, UInt128 second) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes([first, second]), ListSeed);
}
