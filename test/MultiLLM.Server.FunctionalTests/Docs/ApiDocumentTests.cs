using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Errors;
using MultiLLM.Dashboard.Security;
using MultiLLM.Server.Errors;
using MultiLLM.Server.FunctionalTests.Support;
using MultiLLM.Server.Gateway.Keys.Authentication;
using KeyedService = MultiLLM.Server.FunctionalTests.Gateway.Keys.KeyedService;

namespace MultiLLM.Server.FunctionalTests.Docs;

/// <summary>docs/api.md names every endpoint with who may use it, and every error code with its status, and none that there is not.</summary>
public sealed partial class ApiDocumentTests
{
    private static readonly string s_document = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "api.md"));

    [Fact]
    public async Task Endpoints_AllOfTheProduct_AreListedWithTheirRoles()
    {
        await using var service = await KeyedService.StartAsync();
        var mapped = service.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<DashboardAsset>() is null)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Where(method => method != "HEAD")
                .Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')} {Who(endpoint)}"))
            .Where(endpoint => !Pages().IsMatch(endpoint))
            .ToHashSet();
        var listed = Endpoint().Matches(s_document).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value} {row.Groups[3].Value}").ToList();

        Assert.Empty(mapped.Except(listed));
        Assert.Empty(listed.Except(mapped));
        Assert.Distinct(listed);
    }

    [Fact]
    public void ErrorCodes_All_AreListedWithStatusAndType()
    {
        var known = Enum.GetValues<ErrorCode>().Select(ErrorTable.Of)
            .Concat(typeof(ErrorTable).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(ErrorRow)).Select(property => (ErrorRow)property.GetValue(null)!))
            .Select(row => $"{row.Status} {row.Code} {row.OpenAIType}").Order(StringComparer.Ordinal);
        var listed = ErrorLine().Matches(s_document)
            .SelectMany(row => Code().Matches(row.Groups[2].Value).Select(code => $"{row.Groups[1].Value} {code.Groups[1].Value} {row.Groups[3].Value}")).Order(StringComparer.Ordinal);

        Assert.Equal(known, listed);
    }

    private static string Who(RouteEndpoint endpoint) => EndpointAccess.Of(endpoint).Least is { } least ? Roles.Of(least) : "anybody";

    [GeneratedRegex("^[A-Z]+ (/ui|/docs|/openapi|/_|[^/])")]
    private static partial Regex Pages();

    [GeneratedRegex(@"^\| `([A-Z]+) (/\S*)` \| (\w+) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"^\| (\d{3}) \| (`[^|]+) \| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Code();
}
