using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Templates;

/// <summary>How one model wants its conversations written. Thread-safe.</summary>
internal sealed class ChatTemplate
{
    private readonly IPromptFormat _format;
    private readonly string _bosToken;
    private readonly ControlTokenSearch _controlTokens;

    private ChatTemplate(string source, IPromptFormat format, string bosToken, IReadOnlyList<string> controlTokens)
    {
        Source = source;
        _format = format;
        _bosToken = bosToken;
        _controlTokens = new ControlTokenSearch(controlTokens);
    }

    /// <summary>"override", "model", or the name of the fallback.</summary>
    public string Source { get; }

    /// <summary>Where an answer ends besides the end-of-sequence token; a model's own template has none.</summary>
    public IReadOnlyList<string> StopStrings => _format.StopStrings;

    /// <summary>
    /// The override, else the model's own template, else the fallback. A template that is not valid Jinja is no reason to fall back, because
    /// a wrong format quietly makes a model stupid: <see cref="Compile"/> and every render report it, and an override repairs it.
    /// An override may also be the name of a fallback.
    /// </summary>
    /// <param name="modelTemplate">Jinja from the model file; null or empty: none.</param>
    /// <param name="overrideTemplate">Jinja or a fallback's name from the catalog; null or empty: none.</param>
    /// <param name="fallbackName">"plain" (also when empty), "instruct-output" or "chatml".</param>
    /// <param name="bosToken">The text of the begin-of-sequence token; empty where the model has none.</param>
    /// <param name="eosToken">The text of the end-of-sequence token; empty where the model has none.</param>
    /// <param name="controlTokens">The texts of all control tokens, which users' text must not turn into.</param>
    /// <param name="time">What strftime_now tells; null: the system's clock.</param>
    /// <exception cref="TemplateException">There is no fallback of that name.</exception>
    public static ChatTemplate Create(
        string? modelTemplate,
        string? overrideTemplate,
        string fallbackName,
        string bosToken,
        string eosToken,
        IReadOnlyList<string> controlTokens,
        TimeProvider? time = null)
    {
        var fallback = FindFallback(fallbackName.Length == 0 ? "plain" : fallbackName)
            ?? throw new TemplateException($"fallback_template is \"{fallbackName}\"; it can be {string.Join(", ", FallbackFormat.All.Keys)}.");
        var (source, format) = (overrideTemplate, modelTemplate) switch
        {
            ({ Length: > 0 } text, _) => ("override", FindFallback(text.Trim()) ?? Jinja(text)),
            (_, { Length: > 0 } text) => ("model", Jinja(text)),
            _ => (fallbackName.Length == 0 ? "plain" : fallbackName, fallback),
        };
        return new ChatTemplate(source, format, bosToken, controlTokens);

        IPromptFormat Jinja(string text) => new JinjaFormat(text, bosToken, eosToken, time ?? TimeProvider.System);
    }

    /// <summary>Parses the template ahead of the first render; with <see cref="JinjaEngine.WarmUp"/> the place to spend the second that costs.</summary>
    /// <exception cref="TemplateException">It is not valid Jinja.</exception>
    public void Compile() => (_format as JinjaFormat)?.Compile();

    /// <summary>Writes the conversation as the model expects it, ready for the assistant's answer.</summary>
    /// <exception cref="TemplateException">The template is invalid, refuses the conversation, fails or breaks a limit.</exception>
    public IReadOnlyList<PromptSegment> Render(ChatPrompt prompt)
    {
        var guard = new PromptGuard(_controlTokens, prompt);
        var conversation = Conversation.From(prompt, guard.Protect);
        return guard.Split(prompt.ContinueFinalMessage
            ? guard.CutAtEnd(_format.Render(guard.MarkEnd(conversation)))
            : _format.Render(conversation));
    }

    /// <summary>
    /// Whether the template itself wrote the begin-of-sequence token. The tokenizer must then be told not to add one (add_special = false);
    /// the text keeps it, because not every model's tokenizer would add it.
    /// </summary>
    public bool StartsWithBos(IReadOnlyList<PromptSegment> segments) =>
        _bosToken.Length > 0 && segments is [{ ParseSpecial: true } first, ..] && first.Text.StartsWith(_bosToken, StringComparison.Ordinal);

    private static FallbackFormat? FindFallback(string name) => FallbackFormat.All.GetValueOrDefault(name);
}
