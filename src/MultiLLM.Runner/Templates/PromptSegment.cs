namespace MultiLLM.Runner.Templates;

/// <summary>A piece of a rendered prompt. Segments follow each other without anything between them.</summary>
/// <param name="Text">Never empty.</param>
/// <param name="ParseSpecial">True: control tokens in the text are meant. False: the text is a user's, and what looks like a control
/// token in it must be tokenised as plain text.</param>
internal readonly record struct PromptSegment(string Text, bool ParseSpecial);
