using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Backends;

/// <summary>What the OpenAI dialect says of a tool's result beside its text, which stays plain text for everybody who reads or checks it.</summary>
public static class ToolMessages
{
    private const string CallIdKey = "multillm.tool_call_id";

    extension(ChatMessage message)
    {
        /// <summary>Of a tool's message: the call it answers; null: not told.</summary>
        public string? ToolCallId
        {
            get => message.AdditionalProperties?.GetValueOrDefault(CallIdKey) as string;
            set => (message.AdditionalProperties ??= [])[CallIdKey] = value;
        }
    }
}
