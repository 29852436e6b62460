namespace MultiLLM.Dashboard.RichText;

/// <summary>A part of a text that is shown by itself, so that what does not change while a text grows is left alone.</summary>
public abstract record RichTextBlock;

/// <param name="Html">Made by the parser: of its text nothing is left that a browser would act on.</param>
public sealed record MarkupBlock(string Html) : RichTextBlock;

/// <param name="Text">As it is.</param>
/// <param name="Language">A word such as "python"; null: none was given.</param>
/// <param name="Closed">It will not grow.</param>
public sealed record CodeTextBlock(string Text, string? Language, bool Closed) : RichTextBlock;

/// <param name="Text">Shown as it is, line by line.</param>
public sealed record PlainBlock(string Text) : RichTextBlock;
