using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MultiLLM.Dashboard.Docs;

/// <summary>Markdown files of the project as blocks of a page.</summary>
internal static partial class GuideParser
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    /// <param name="markdown">The text.</param>
    /// <param name="file">Its name, from which its links lead on.</param>
    public static GuideText Parse(string markdown, string file)
    {
        var document = Markdown.Parse(markdown, s_pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            Lead(link, file);
        var headings = document.Descendants<HeadingBlock>().ToList();
        return new GuideText(
            headings is [{ Level: 1 } first, ..] ? WordsOf(first.Inline) : file,
            [.. document.Where(block => block is not HeadingBlock { Level: 1 }).Select(block => Show(block, file)).OfType<GuideBlock>()],
            [.. headings.Where(heading => heading.Level is 2 or 3).Select(heading => new GuideHeading(heading.GetAttributes().Id!, WordsOf(heading.Inline), heading.Level))]);
    }

    private static void Lead(LinkInline link, string file)
    {
        if (GuideLinks.Resolve(link.Url ?? "", file) is { } address)
        {
            link.Url = address;
            if (!address.StartsWith('/'))
                link.GetAttributes().AddProperty("rel", "noopener noreferrer");
            return;
        }
        // What it leads to is in the repository only; its words stay.
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }
        link.Remove();
    }

    private static GuideBlock? Show(Block block, string file)
    {
        if (block is CodeBlock code)
            return new GuideBlock("", code.Lines.ToString(), (code as FencedCodeBlock)?.Info is { Length: > 0 } language ? language : null);
        if (block is Table table && table[0] is TableRow { IsHeader: true } head && head.Descendants<LeafInline>().FirstOrDefault() is null)
            table.Remove(head);
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        s_pipeline.Setup(renderer);
        renderer.Render(block);
        var html = writer.ToString();
        return block switch
        {
            _ when html.Length == 0 => null,
            // It may be wider than a phone; it scrolls by itself, also by keyboard.
            Table => new GuideBlock($"<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">{EmptyHead().Replace(html, "<td$1></td>")}</div>"),
            HeadingBlock heading => new GuideBlock(WithAnchor(html, heading, file)),
            _ => new GuideBlock(html),
        };
    }

    private static string WithAnchor(string html, HeadingBlock heading, string file)
    {
        var address = $"{GuideShelf.OfFile(file)?.Address}#{heading.GetAttributes().Id}";
        var end = html.LastIndexOf("</h", StringComparison.Ordinal);
        return $"{html[..end]} <a class=\"anchor\" href=\"{address}\" aria-label=\"Link to this section\">#</a>{html[end..]}";
    }

    private static string WordsOf(ContainerInline? inline) => string.Concat(inline?.Descendants().Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        _ => "",
    }) ?? []);

    /// <summary>A corner without words heads nothing.</summary>
    [GeneratedRegex("<th([^>]*)></th>")]
    private static partial Regex EmptyHead();
}
