namespace MultiLLM.Runner.Templates;

/// <summary>Turns a conversation into the text that a model was trained on.</summary>
internal interface IPromptFormat
{
    /// <summary>Where an answer ends besides the end-of-sequence token.</summary>
    IReadOnlyList<string> StopStrings { get; }

    string Render(Conversation conversation);
}
