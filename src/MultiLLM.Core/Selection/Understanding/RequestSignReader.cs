using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Reads what a request shows besides its task. Pure, and quick for texts of any length.</summary>
internal static class RequestSignReader
{
    /// <param name="question">What the person wrote last.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">Tools and formats asked for.</param>
    public static RequestSigns Read(string question, IReadOnlyList<ChatMessage> messages, ChatOptions? options) => new()
    {
        WantsJson = options?.ResponseFormat is ChatResponseFormatJson,
        WantsTools = options?.Tools is { Count: > 0 },
    };
}
