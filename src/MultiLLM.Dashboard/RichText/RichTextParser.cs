using System.Globalization;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.RichText;

/// <summary>
/// Markdown that a model wrote, as blocks to show. HTML in it is text; links lead to the web or nowhere; pictures are not loaded. Whatever it is,
/// it takes bounded work: what is beyond <see cref="MaxMarkdown"/>, or nested without end, is shown as it is.
/// </summary>
internal static class RichTextParser
{
    /// <summary>UTF-16 characters.</summary>
    public const int MaxMarkdown = 60_000;

    /// <summary>UTF-16 characters that are shown at all; copies and exports have everything.</summary>
    public const int MaxShown = 500_000;

    /// <summary>The page has the first level for itself, and its parts the second.</summary>
    private const int HeadingShift = 2;
    private const int MaxHeading = 6;

    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UsePipeTables()
        .UseAutoLinks()
        .UseSoftlineBreakAsHardlineBreak()
        .Build();

    public static IReadOnlyList<RichTextBlock> Parse(string text)
    {
        var blocks = new List<RichTextBlock>();
        if (string.IsNullOrWhiteSpace(text))
            return blocks;
        var end = text.Length <= MaxMarkdown ? text.Length : LineEnd(text, MaxMarkdown);
        AddMarkdown(InertText.Of(text[..end]), blocks);
        if (blocks.Count == 0)
            blocks.Add(new PlainBlock(InertText.Of(text[..end]))); // Definitions of links alone; something was said, and it is to be seen.
        if (end < text.Length)
        {
            var shown = Math.Min(text.Length, MaxShown);
            blocks.Add(new PlainBlock(InertText.Of(text[end..shown])));
        }
        return blocks;
    }

    private static void AddMarkdown(string text, List<RichTextBlock> blocks)
    {
        if (!Nesting.IsBounded(text))
        {
            blocks.Add(new PlainBlock(text));
            return;
        }
        try
        {
            var document = Markdown.Parse(text, s_pipeline);
            foreach (var heading in document.Descendants<HeadingBlock>())
                heading.Level = Math.Min(heading.Level + HeadingShift, MaxHeading);
            blocks.AddRange(Show(document, tight: false));
        }
        catch (ArgumentException)
        {
            // The library's own limit on nesting.
            blocks.Clear();
            blocks.Add(new PlainBlock(text));
        }
    }

    private static IReadOnlyList<RichTextBlock> Show(ContainerBlock blocks, bool tight) => [.. blocks.Select(block => Show(block, tight)).OfType<RichTextBlock>()];

    /// <param name="block">What is to be shown.</param>
    /// <param name="tight">Of a list without blank lines: its paragraphs are mere lines.</param>
    /// <returns>Null: nothing, as of a link's definition.</returns>
    private static RichTextBlock? Show(Block block, bool tight) => block switch
    {
        CodeBlock code => new CodeTextBlock(
            code.Lines.ToString(), Languages.Word((code as FencedCodeBlock)?.Info), code is not FencedCodeBlock or FencedCodeBlock { ClosingFencedCharCount: > 0 }),
        ListBlock list when HasCode(list) => new ListTextBlock(
            list.IsOrdered ? int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1 : null,
            [.. list.OfType<ListItemBlock>().Select(item => Show(item, tight: !list.IsLoose))]),
        QuoteBlock quote when HasCode(quote) => new QuoteTextBlock(Show(quote, tight: false)),
        _ => Html(block, tight),
    };

    // It gets its button and its colours only as a block of its own.
    private static bool HasCode(ContainerBlock block) => block.Descendants<CodeBlock>().Any();

    private static MarkupBlock? Html(Block block, bool tight)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer) { ImplicitParagraph = tight };
        s_pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<LinkInlineRenderer>(new LinkRenderer());
        renderer.ObjectRenderers.Replace<AutolinkInlineRenderer>(new AutolinkRenderer());
        renderer.Render(block);
        var html = writer.ToString();
        if (html.Length == 0)
            return null;
        return new MarkupBlock(block is Table ? $"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">{html}</div>" : html);
    }

    private static int LineEnd(string text, int from)
    {
        var end = text.LastIndexOf('\n', from);
        return end > from / 2 ? end : char.IsHighSurrogate(text[from - 1]) ? from - 1 : from;
    }
}
