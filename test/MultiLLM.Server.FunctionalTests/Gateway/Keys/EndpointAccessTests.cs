using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Gateway;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Server.FunctionalTests.Support;
using MultiLLM.Server.Gateway.Keys.Authentication;

namespace MultiLLM.Server.FunctionalTests.Gateway.Keys;

public sealed class EndpointAccessTests
{
    /// <summary>What is not for administrators only. Whoever adds to it opens something.</summary>
    private static readonly Dictionary<string, CallerRole?> s_open = new()
    {
        ["/health/live"] = null,
        ["/ui/sign-in"] = null,
        ["/ui/sign-out"] = null,
        ["/limits"] = CallerRole.ReadOnly,
        ["/system/queue"] = CallerRole.ReadOnly,
        ["/health/ready"] = null,
        ["/health"] = CallerRole.ReadOnly,
        ["/metrics"] = CallerRole.ReadOnly,
        ["/models"] = CallerRole.ReadOnly,
        ["GET /models/{id}"] = CallerRole.ReadOnly,
        ["/v1/models"] = CallerRole.ReadOnly,
        ["/v1/models/{id}"] = CallerRole.ReadOnly,
        ["/keys/self"] = CallerRole.ReadOnly,
        ["/analytics/summary"] = CallerRole.ReadOnly,
        ["/analytics/models/{id}"] = CallerRole.ReadOnly,
        ["/analytics/compare"] = CallerRole.ReadOnly,
        ["/analytics/trends"] = CallerRole.ReadOnly,
        ["/openapi/{documentName}.json"] = CallerRole.ReadOnly,
        ["/docs/api/{documentName?}"] = CallerRole.ReadOnly,
        ["/docs/api/scalar.js"] = CallerRole.ReadOnly,
        ["/docs/api/scalar.aspnetcore.js"] = CallerRole.ReadOnly,
        ["/docs/api/favicon.svg"] = CallerRole.ReadOnly,
        ["/analytics/requests"] = CallerRole.User,
        ["/analytics/export"] = CallerRole.User,
        ["/chat"] = CallerRole.User,
        ["/embeddings"] = CallerRole.User,
        ["/search"] = CallerRole.User,
        ["/v1/chat/completions"] = CallerRole.User,
        ["/v1/completions"] = CallerRole.User,
        ["/v1/embeddings"] = CallerRole.User,
        ["/models/{id}/validate"] = CallerRole.User,
        ["/recommendations"] = CallerRole.User,
        ["/selection/explain"] = CallerRole.User,
        ["/selection/decisions"] = CallerRole.User,
        ["/selection/decisions/{id}"] = CallerRole.User,
        ["/feedback"] = CallerRole.User,
    };

    [Fact]
    public async Task Endpoints_All_AreClassifiedAndOpenToNobodyByAccident()
    {
        await using var service = await TestService.StartAsync();
        var endpoints = service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count > 60, $"{endpoints.Count} endpoints");

        var wrong = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var path = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
            var name = $"{string.Join('|', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])} {path}";
            if (endpoint.Metadata.GetMetadata<EndpointAccess>() is not { } access)
                wrong.Add($"{name} says nothing");
            else if (IsFile(endpoint, path) || PageGate.NeedsPerson(endpoint) ? access.Least is not null : access.Least != Expected(path.TrimEnd('/'), name))
                wrong.Add($"{name} is for {access.Least?.ToString() ?? "everybody"}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    [Fact]
    public void Of_AnEndpointThatSaysNothing_IsForAdministrators() => Assert.Equal(
        CallerRole.Admin, EndpointAccess.Of(new RouteEndpoint(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/new"), 0, null, "new")).Least);

    private static CallerRole? Expected(string path, string name) =>
        s_open.TryGetValue(path, out var role) || s_open.TryGetValue(name, out role) ? role : CallerRole.Admin;

    /// <summary>Styles and scripts of the pages.</summary>
    private static bool IsFile(RouteEndpoint endpoint, string path) =>
        endpoint.Metadata.Any(data => data.GetType().Name.StartsWith("StaticAsset", StringComparison.Ordinal) || data is Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor)
        || (path.StartsWith("/_framework/", StringComparison.Ordinal) && path != "/_framework/opaque-redirect") || path.StartsWith("/_content/", StringComparison.Ordinal);
}
