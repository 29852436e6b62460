using System.Text.RegularExpressions;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Docs;

public sealed partial class DocsPageTests
{
    [Theory]
    [InlineData("/docs/api/")]
    [InlineData("/")]
    public async Task Page_AllItNeeds_ComesFromTheService(string path)
    {
        await using var service = await TestService.StartAsync();
        using var response = await service.Http.GetAsync(path);
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Matches("default-src '(self|none)'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        var elsewhere = AbsoluteUrl().Matches(page).Select(match => match.Value).Where(url => !url.StartsWith("http://127.0.0.1"));
        Assert.Empty(elsewhere);
        foreach (Match script in Script().Matches(page))
        {
            using var part = await service.Http.GetAsync(new Uri(new Uri(service.Url, path), script.Groups[1].Value));
            Assert.Equal(200, (int)part.StatusCode);
        }
    }

    [Fact]
    public async Task Docs_WithoutSlash_LeadsThere()
    {
        await using var service = await TestService.StartAsync();
        var page = await service.Http.GetStringAsync("/docs/api");

        Assert.Contains("\"telemetry\":false", page);
        Assert.Contains("\"withDefaultFonts\":false", page);
        Assert.Contains("\"showDeveloperTools\":\"never\"", page);
        Assert.Contains("openapi/v1.json", page);
    }

    [GeneratedRegex("""https?://[^\s"'<)]+|(?<=["'(])//[^\s"'<)]+""")]
    private static partial Regex AbsoluteUrl();

    [GeneratedRegex("""<script[^>]* src="([^"]+)""")]
    private static partial Regex Script();
}
