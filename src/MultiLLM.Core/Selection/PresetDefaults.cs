using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Selection;

/// <summary>Fills in what a request leaves open from the parameters of the name it used. The caller's objects stay as they are.</summary>
internal static class PresetDefaults
{
    public static (IReadOnlyList<ChatMessage> Messages, ChatOptions? Options) Apply(
        ModelPreset? preset, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        if (preset is null)
            return (messages, options);
        var filled = GenerationOptions.From(options);
        filled.Temperature ??= preset.Sampling.Temperature;
        filled.TopP ??= preset.Sampling.TopP;
        filled.TopK ??= preset.Sampling.TopK;
        filled.MinP ??= preset.Sampling.MinP;
        filled.RepeatPenalty ??= preset.Sampling.RepeatPenalty;
        filled.MaxOutputTokens ??= preset.MaxTokens;
        filled.StopSequences ??= preset.Stop is { } stop ? [.. stop] : null;
        var needsSystem = preset.System is not null && filled.Prompt is null && string.IsNullOrEmpty(filled.Instructions)
            && !messages.Any(message => message.Role == ChatRole.System || message.Role.Value == "developer");
        return (needsSystem ? [new ChatMessage(ChatRole.System, preset.System), .. messages] : messages, filled);
    }
}
