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

/// <summary>A list with code in it, which is a block of its own there; any other list is a <see cref="MarkupBlock"/>.</summary>
/// <param name="Start">The first number; null: it has none.</param>
/// <param name="Items">What each consists of.</param>
public sealed record ListTextBlock(int? Start, IReadOnlyList<IReadOnlyList<RichTextBlock>> Items) : RichTextBlock;

/// <summary>A quotation with code in it.</summary>
/// <param name="Blocks">What it consists of.</param>
public sealed record QuoteTextBlock(IReadOnlyList<RichTextBlock> Blocks) : RichTextBlock;
