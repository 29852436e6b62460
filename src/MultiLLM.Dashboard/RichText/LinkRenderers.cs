using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace MultiLLM.Dashboard.RichText;

/// <summary>Links that may be followed, and the mere words of others. A picture becomes a link to it: showing it would tell its host who reads.</summary>
internal sealed class LinkRenderer : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        var address = LinkRules.Allowed(link.Url);
        Begin(renderer, address);
        if (link.IsImage)
            renderer.Write(link.FirstChild is null ? "Picture" : "Picture: ");
        renderer.WriteChildren(link);
        End(renderer, address);
    }

    /// <param name="renderer">Where to.</param>
    /// <param name="address">Null: no link.</param>
    public static void Begin(HtmlRenderer renderer, string? address)
    {
        if (address is null)
            renderer.Write("<span class=\"no-link\">");
        else
            renderer.Write("<a rel=\"noopener noreferrer nofollow\" target=\"_blank\" title=\"").WriteEscape(address)
                .Write("\" href=\"").WriteEscape(address).Write("\">");
    }

    public static void End(HtmlRenderer renderer, string? address) => renderer.Write(address is null ? "</span>" : "</a>");
}

/// <summary>The same for addresses in angle brackets.</summary>
internal sealed class AutolinkRenderer : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline link)
    {
        var address = LinkRules.Allowed(link.IsEmail ? "mailto:" + link.Url : link.Url);
        LinkRenderer.Begin(renderer, address);
        renderer.WriteEscape(link.Url);
        LinkRenderer.End(renderer, address);
    }
}
