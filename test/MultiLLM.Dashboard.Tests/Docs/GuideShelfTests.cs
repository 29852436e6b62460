using System.Text.RegularExpressions;
using MultiLLM.Dashboard.Docs;

namespace MultiLLM.Dashboard.Tests.Docs;

public sealed partial class GuideShelfTests
{
    public static IEnumerable<TheoryDataRow<string>> Slugs => GuideShelf.Guides.Concat(GuideShelf.Reference).Select(guide => new TheoryDataRow<string>(guide.Slug));

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Guide_Title_IsItsFirstHeading(string slug)
    {
        var guide = GuideShelf.Find(slug)!;

        Assert.Equal(guide.Text.Title, guide.Title);
        Assert.NotEmpty(guide.Text.Headings);
    }

    /// <summary>Only code that stands by itself has a button that copies it.</summary>
    [Theory]
    [MemberData(nameof(Slugs))]
    public void Guide_Code_StandsByItself(string slug) => Assert.DoesNotContain(GuideShelf.Find(slug)!.Text.Blocks, block => block.Html.Contains("<pre", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Guide_Links_LeadToPagesAndHeadingsThatAreThere(string slug)
    {
        var links = GuideShelf.Find(slug)!.Text.Blocks.SelectMany(block => Href().Matches(block.Html)).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal([], links.Where(link => !IsThere(link)));
    }

    private static bool IsThere(string link)
    {
        if (link.StartsWith("https://", StringComparison.Ordinal) || link == "/docs/api")
            return true;
        var (path, anchor) = link.Split('#') is [var page, var id] ? (page, id) : (link, null);
        return path.StartsWith("/docs/", StringComparison.Ordinal) && GuideShelf.Find(path["/docs/".Length..]) is { } guide
            && (anchor is null || guide.Text.Blocks.Any(block => block.Html.Contains($"id=\"{anchor}\"", StringComparison.Ordinal)));
    }

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Href();
}
