using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Governance;

public sealed class ReportTests
{
    [Fact]
    public async Task Report_Html_EscapesEverythingAndNeedsNothingElse()
    {
        await using var service = await TestService.StartAsync();

        using var response = await service.Http.GetAsync("/governance/report?format=html&since=7d");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.Equal(31, page.Split("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;").Length - 1);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (var element in (string[])["section", "table", "ul", "dl", "div", "main", "li", "tr"])
            Assert.Equal(page.Split($"<{element} ").Length + page.Split($"<{element}>").Length - 2, page.Split($"</{element}>").Length - 1);
    }

    [Fact]
    public async Task Report_Json_SaysTheSame()
    {
        await using var service = await TestService.StartAsync();

        var (status, report) = await service.GetJsonAsync("/governance/report");

        Assert.Equal(200, status);
        Assert.Equal(FakeReports.Hostile, report.GetProperty("models")[0].GetProperty("license").GetString());
        Assert.Equal("void", report.GetProperty("models")[0].GetProperty("standing").GetString());
        Assert.Equal(30, (report.GetProperty("to").GetDateTimeOffset() - report.GetProperty("from").GetDateTimeOffset()).TotalDays);
    }

    [Theory]
    [InlineData("""{"tasks":["chat"]}""", "model_id")]
    [InlineData("""{"model_id":"tiny-chat","tasks":["cooking"]}""", "tasks")]
    [InlineData("""{"model_id":"tiny-chat","roles":["king"]}""", "roles")]
    [InlineData("""{"model_id":"tiny-chat","digest":"abc"}""", "digest")]
    [InlineData("""{"model_id":"tiny-chat","until":"soon"}""", "until")]
    [InlineData("""{"model_id":"tiny-chat","approved":true}""", "approved")]
    public async Task Approve_WrongBody_NamesTheField(string body, string field)
    {
        await using var service = await TestService.StartAsync();

        var (status, reply) = await service.PostJsonAsync("/governance/approvals", body);

        Assert.Equal((400, field), (status, reply.GetProperty("error").GetProperty("param").GetString()));
    }
}
