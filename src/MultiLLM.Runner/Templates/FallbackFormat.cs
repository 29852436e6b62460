using System.Text;

namespace MultiLLM.Runner.Templates;

/// <summary>Formats for models that bring no template of their own.</summary>
internal sealed class FallbackFormat : IPromptFormat
{
    private readonly Func<TemplateMessage, string> _message;
    private readonly string _generationPrompt;

    private FallbackFormat(IReadOnlyList<string> stopStrings, string generationPrompt, Func<TemplateMessage, string> message)
    {
        StopStrings = stopStrings;
        _generationPrompt = generationPrompt;
        _message = message;
    }

    public static IReadOnlyDictionary<string, FallbackFormat> All { get; } = new Dictionary<string, FallbackFormat>(StringComparer.Ordinal)
    {
        // A transcript, which base models continue.
        ["plain"] = new(["\nUser:", "\nAssistant:"], "Assistant:", message => message.Role switch
        {
            Conversation.System => $"{message.Content}\n\n",
            Conversation.User => $"User: {message.Content}\n",
            Conversation.Assistant => $"Assistant: {message.Content}\n",
            _ => $"{message.Role}: {message.Content}\n",
        }),

        // Phi-2 and its kin.
        ["instruct-output"] = new(["\nInstruct:", "\nOutput:"], "Output:", message => message.Role switch
        {
            Conversation.System => $"{message.Content}\n",
            Conversation.Assistant => $"Output: {message.Content}\n",
            _ => $"Instruct: {message.Content}\n",
        }),

        ["chatml"] = new(
            ["<|im_end|>"], "<|im_start|>assistant\n", message => $"<|im_start|>{message.Role}\n{message.Content}<|im_end|>\n"),
    };

    public IReadOnlyList<string> StopStrings { get; }

    public string Render(Conversation conversation)
    {
        var text = new StringBuilder();
        foreach (var message in conversation.Messages)
        {
            text.Append(_message(message));
        }

        return text.Append(conversation.AddGenerationPrompt ? _generationPrompt : "").ToString();
    }
}
