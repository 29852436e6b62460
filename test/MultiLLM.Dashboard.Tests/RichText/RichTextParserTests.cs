using System.Text.RegularExpressions;
using CsCheck;
using MultiLLM.Dashboard.RichText;

namespace MultiLLM.Dashboard.Tests.RichText;

public sealed partial class RichTextParserTests
{
    private static readonly string[] s_tags = ["p", "br", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "strong", "em", "del",
        "a", "span", "hr", "div", "table", "thead", "tbody", "tr", "th", "td"];
    private static readonly string[] s_attributes = ["rel", "target", "title", "href", "class", "style", "start", "tabindex", "role", "aria-label"];

    private static readonly string[] s_pieces = ["<", ">", "script", "img src=x onerror=a", "[", "](", ")", "javascript:a", "https://example.org", "![", "`", "```\n",
        "\n", "\n\n", "*", "_", "> ", "- ", "| a | b |\n|---|---|\n", "\"", "'", "&lt;", "&#x3c;", "\u202e", "\u001b[31m", "{onclick=x}", "<https://a.b>", "#", "~~", " ",
        "\\", "1. "];

    [Theory]
    [InlineData("**bold** and *lean*", "<p><strong>bold</strong> and <em>lean</em></p>")]
    [InlineData("# Title", "<h3>Title</h3>")]
    [InlineData("first\nsecond", "<p>first<br />second</p>")]
    [InlineData("[text](https://example.org/a?b=1)",
        "<p><a rel=\"noopener noreferrer nofollow\" target=\"_blank\" title=\"https://example.org/a?b=1\" href=\"https://example.org/a?b=1\">text</a></p>")]
    public void Parse_Markdown_BecomesHtml(string text, string expected) => Assert.Equal(expected, Html(text).ReplaceLineEndings(""));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("a <b onclick=\"x\">b</b> c")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<!-- x --><iframe src=\"https://example.org\"></iframe>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt&#58;alert(1))")]
    [InlineData("[x](java\tscript:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:msgbox)")]
    [InlineData("[x](//example.org)")]
    [InlineData("[x](/models/starter-chat/unload)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](https://example.org/pixel.gif)")]
    [InlineData("[x](https://example.org/\"onmouseover=\"alert(1))")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("[x](https://example.org \"\\\" onclick=alert(1)\")")]
    [InlineData("text {onclick=alert(1)}")]
    [InlineData("| a |\n|---|\n| <script>x</script> |")]
    [InlineData("- ```x\" onclick=\"alert(1)\n  code\n  ```")]
    [InlineData("***")]
    public void Parse_Attack_LeavesNothingThatActs(string text) => AssertInert(Html(text));

    [Fact]
    public void Parse_AnyMixOfPieces_IsInert() =>
        Gen.Int[0, s_pieces.Length - 1].List[1, 30].Sample(places => AssertInert(Html(string.Concat(places.Select(place => s_pieces[place])))), iter: 3000);

    [Fact]
    public void Parse_Picture_BecomesALinkToIt() =>
        Assert.Contains(">Picture: cat</a>", Html("![cat](https://example.org/cat.png)"));

    [Fact]
    public void Parse_LinkThatLeadsNowhere_KeepsItsWords() => Assert.Equal("<p><span class=\"no-link\">click</span></p>", Html("[click](javascript:alert(1))").Trim());

    [Fact]
    public void Parse_ControlCharacters_AreShownAsSigns()
    {
        var html = Html("a\u001b[31mred\u0007 \u202Eevil\u2066");

        Assert.Contains("a\u241b[31mred\u2407 \uFFFDevil\uFFFD", html);
    }

    [Theory]
    [InlineData("```python\nprint(1)\n```", "print(1)", "python", true)]
    [InlineData("```python\nprint(1)\nprint(2", "print(1)\nprint(2", "python", false)]
    [InlineData("~~~\n<b>\n~~~", "<b>", null, true)]
    [InlineData("```C++ title=x\na\n```", "a", "c++", true)]
    [InlineData("```\"onclick=alert(1)\na\n```", "a", null, true)]
    public void Parse_Fence_IsCodeAsItIs(string text, string code, string? language, bool closed) =>
        Assert.Equal(new CodeTextBlock(code, language, closed), Assert.Single(RichTextParser.Parse(text)));

    [Fact]
    public void Parse_CodeInAList_IsABlockOfItsOwn()
    {
        var list = Assert.IsType<ListTextBlock>(Assert.Single(RichTextParser.Parse("3. Do *this*:\n   ```sh\n   ls\n   ```\n4. Done\n   > ```\n   > x")));

        Assert.Equal(3, list.Start);
        Assert.Equal([new MarkupBlock("Do <em>this</em>:"), new CodeTextBlock("ls", "sh", true)], list.Items[0]);
        Assert.Equal(new CodeTextBlock("x", null, false), Assert.Single(Assert.IsType<QuoteTextBlock>(list.Items[1][1]).Blocks));
    }

    [Theory]
    [InlineData("- a\n- `b`", "<ul>")]
    [InlineData("> a", "<blockquote>")]
    public void Parse_NoCodeInside_StaysOneBlock(string text, string begin) =>
        Assert.StartsWith(begin, Assert.IsType<MarkupBlock>(Assert.Single(RichTextParser.Parse(text))).Html, StringComparison.Ordinal);

    [Fact]
    public void Parse_GrowingText_LeavesEarlierBlocksAsTheyWere()
    {
        var before = RichTextParser.Parse("# One\n\ntext\n\n```c\nint a;\n```\n\nmo");
        var after = RichTextParser.Parse("# One\n\ntext\n\n```c\nint a;\n```\n\nmore words");

        Assert.Equal(before.SkipLast(1), after.SkipLast(1));
    }

    [Theory]
    [InlineData("[", 60_000)]
    [InlineData("![", 30_000)]
    [InlineData("> ", 30_000)]
    [InlineData("- ", 30_000)]
    [InlineData("*a ", 20_000)]
    [InlineData("**a_", 15_000)]
    [InlineData("`", 60_000)]
    [InlineData("a`b``c", 10_000)]
    [InlineData("<", 60_000)]
    [InlineData("[a](", 15_000)]
    [InlineData("[a](<b", 10_000)]
    [InlineData("|", 60_000)]
    [InlineData("|a|\n", 15_000)]
    [InlineData("```\n", 15_000)]
    [InlineData("https://a.b/", 5_000)]
    [InlineData("&#0;", 15_000)]
    [InlineData("[a]: b\n", 8_000)]
    [InlineData("(", 60_000)]
    [InlineData("a\u001b", 30_000)]
    public void Parse_MadeToBeSlow_TakesNoLongerPerCharacter(string piece, int most) => Growth.IsLinear(most, times =>
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));
        return () => Assert.NotEmpty(RichTextParser.Parse(text));
    });

    [Fact]
    public void Parse_LongCode_StaysCode()
    {
        var text = "```csharp\n" + string.Concat(Enumerable.Repeat("if (a[i] < b && c[i] > d) { some_name_here(a_b, c_d); }\n", 600)) + "```";

        Assert.IsType<CodeTextBlock>(Assert.Single(RichTextParser.Parse(text)));
    }

    [Fact]
    public void Parse_BeyondTheLimit_ShowsTheRestAsItIs()
    {
        var text = string.Concat(Enumerable.Repeat("**word** and more\n", 10_000));

        var blocks = RichTextParser.Parse(text);

        var rest = Assert.IsType<PlainBlock>(blocks[^1]);
        Assert.StartsWith("\n**word**", rest.Text);
        Assert.InRange(text.Length - rest.Text.Length, RichTextParser.MaxMarkdown - 20, RichTextParser.MaxMarkdown);
    }

    private static string Html(string text) => string.Concat(RichTextParser.Parse(text).OfType<MarkupBlock>().Select(block => block.Html));

    /// <summary>Only known elements and attributes, and links only to where they may lead.</summary>
    private static void AssertInert(string html)
    {
        foreach (Match tag in Tag().Matches(html))
        {
            Assert.Contains(tag.Groups["name"].Value, s_tags);
            foreach (Match attribute in Attribute().Matches(tag.Groups["rest"].Value))
            {
                Assert.Contains(attribute.Groups["name"].Value, s_attributes);
                if (attribute.Groups["name"].Value == "href")
                    Assert.Matches("^(https?|mailto):", attribute.Groups["value"].Value);
            }
            // Nothing besides well-formed attributes.
            Assert.Matches("^( ?/)?$", Attribute().Replace(tag.Groups["rest"].Value, "").Trim());
        }
        Assert.DoesNotContain('\u202e', html);
        Assert.DoesNotContain('\u001b', html);
    }

    [GeneratedRegex("<(?<end>/)?(?<name>[^\\s/>]+)(?<rest>(?:[^>\"]|\"[^\"]*\")*)>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s*(?<name>[a-z-]+)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Attribute();
}
