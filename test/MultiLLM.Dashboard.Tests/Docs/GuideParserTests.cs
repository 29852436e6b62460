using MultiLLM.Dashboard.Docs;

namespace MultiLLM.Dashboard.Tests.Docs;

public sealed class GuideParserTests
{
    private const string File = "guides/operations.md";

    [Fact]
    public void Parse_Headings_GetAnchorsAsTheRepositoryHasThem()
    {
        var text = GuideParser.Parse("# Title\n\n## `POST /chat` and more\n\nWords.\n", File);

        Assert.Equal("Title", text.Title);
        Assert.Equal(new GuideHeading("post-chat-and-more", "POST /chat and more", 2), Assert.Single(text.Headings));
        Assert.Contains("<a class=\"anchor\" href=\"/docs/operations#post-chat-and-more\"", text.Blocks[0].Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Code_IsKeptAsItIs()
    {
        var text = GuideParser.Parse("```console\n$ echo '<b>'\n```\n", File);

        Assert.Equal(new GuideBlock("", "$ echo '<b>'", "console"), Assert.Single(text.Blocks));
    }

    [Fact]
    public void Parse_Html_IsText() =>
        Assert.Equal("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n", Assert.Single(GuideParser.Parse("<script>alert(1)</script>\n", File).Blocks).Html);

    [Theory]
    [InlineData("[x](../api.md#limits)", "<a href=\"/docs/http-api#limits\">x</a>")]
    [InlineData("[x](memory-explained.md)", "<a href=\"/docs/memory-explained\">x</a>")]
    [InlineData("[x](#settings)", "<a href=\"/docs/operations#settings\">x</a>")]
    [InlineData("[x](/docs/api)", "<a href=\"/docs/api\">x</a>")]
    [InlineData("[x](https://nodejs.org)", "<a href=\"https://nodejs.org\" rel=\"noopener noreferrer\">x</a>")]
    [InlineData("[x `y`](../../README.md)", "x <code>y</code>")]
    [InlineData("[x](javascript:alert(1))", "x")]
    public void Parse_Link_LeadsToAPageOrNowhere(string markdown, string html) =>
        Assert.Equal($"<p>{html}</p>\n", Assert.Single(GuideParser.Parse(markdown, File).Blocks).Html);

    [Fact]
    public void Parse_TableWithoutHeads_HasNone()
    {
        Assert.DoesNotContain("<th", Assert.Single(GuideParser.Parse("| | |\n|---|---|\n| a | b |\n", File).Blocks).Html, StringComparison.Ordinal);
        Assert.Contains("<td></td>\n<th>speed</th>", Assert.Single(GuideParser.Parse("| | speed |\n|---|---|\n| a | b |\n", File).Blocks).Html, StringComparison.Ordinal);
    }
}
