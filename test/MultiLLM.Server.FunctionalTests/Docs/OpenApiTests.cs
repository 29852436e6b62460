using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Dashboard.Security;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Docs;

/// <summary>The description is whole, and tells what the service really does.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    /// <summary>Make no model work, so they do not queue.</summary>
    private static readonly string[] s_workless =
    [
        "/models/{id}/validate", "/recommendations", "/selection/explain", "/feedback", "/system/log-level",
        "/keys", "/keys/{id}", "/keys/{id}/rotate",
        "/audit/verify", "/audit/holds", "/audit/holds/{id}/lift", "/governance/approvals", "/analytics/comparisons/{id}/votes", "/analytics/comparisons/{id}/ratings",
    ];

    private TestService _service = null!;
    private JsonElement _document;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync();
        _document = (await _service.GetJsonAsync("/openapi/v1.json")).Body;
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public void Document_HasEveryEndpoint()
    {
        var mapped = _service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<DashboardAsset>() is null)
            .Select(e => e.RoutePattern.RawText!)
            .Where(p => !p.StartsWith("/openapi") && !p.StartsWith("/docs/api") && p[0] == '/' && p is not ("/metrics" or PageGate.SignOutPath)).Distinct().Order();
        var described = _document.GetProperty("paths").EnumerateObject().Select(p => p.Name).Order();

        Assert.Equal(mapped, described);
    }

    [Fact]
    public void Document_EveryOperation_IsDescribedWithRepliesAndErrors()
    {
        foreach (var (name, operation) in Operations())
        {
            Assert.True(operation.GetProperty("summary").GetString()!.Length > 5, name);
            var replies = operation.GetProperty("responses");
            Assert.True(replies.GetProperty("200").GetProperty("content").GetProperty("application/json").TryGetProperty("schema", out _), name);
            if (operation.TryGetProperty("requestBody", out var body))
            {
                Assert.True(body.GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _), name);
                Assert.Contains("invalid_json", replies.GetProperty("400").GetProperty("description").GetString());
                if (!s_workless.Contains(name.Split(' ')[1]))
                    Assert.Contains("queue_full", replies.GetProperty("429").GetProperty("description").GetString());
            }
            if (name.Contains("{id}"))
                Assert.Equal("id", operation.GetProperty("parameters")[0].GetProperty("name").GetString());
        }
    }

    [Fact]
    public async Task Document_EveryExample_Works()
    {
        var tried = 0;
        foreach (var (name, operation) in Operations())
        {
            if (!operation.TryGetProperty("requestBody", out var body))
                continue;
            var example = body.GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
            var (status, _) = await SendAsync(name, example.Replace("starter-", "tiny-", StringComparison.Ordinal)); // the models here
            Assert.True(status == 200, name);
            tried++;
        }
        Assert.Equal(24, tried);
    }

    /// <summary>What is described is also read: a value of the wrong type in any described field is refused by that field's name.</summary>
    [Fact]
    public async Task Document_EveryDescribedField_IsRead()
    {
        foreach (var (name, operation) in Operations())
        {
            if (!operation.TryGetProperty("requestBody", out var body))
                continue;
            var content = body.GetProperty("content").GetProperty("application/json");
            var reference = content.GetProperty("schema").GetProperty("$ref").GetString()!;
            var schema = _document.GetProperty("components").GetProperty("schemas").GetProperty(reference.Split('/')[^1]);
            foreach (var field in schema.GetProperty("properties").EnumerateObject().Select(p => p.Name))
            {
                var request = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(content.GetProperty("example").GetRawText())!;
                request[field] = JsonDocument.Parse(field == "stream_options" ? "7" : """[{"wrong":[]}]""").RootElement;
                var (status, reply) = await SendAsync(name, JsonSerializer.Serialize(request));
                Assert.True(status == 400 && reply.GetProperty("error").GetProperty("param").GetString()!.StartsWith(field), $"{name} {field}: {status} {reply}");
            }
        }
    }

    [Fact]
    public void Document_ValuesOfSeveralForms_AreTold()
    {
        var schemas = _document.GetProperty("components").GetProperty("schemas");

        Assert.Equal(4, schemas.GetProperty("TextsOrTokens").GetProperty("oneOf").GetArrayLength());
        Assert.Equal(2, schemas.GetProperty("StringOrTextParts").GetProperty("oneOf").GetArrayLength());
        Assert.Equal(5, schemas.GetProperty("RequestMessage").GetProperty("properties").GetProperty("role").GetProperty("enum").GetArrayLength());
        Assert.Contains("What the user says now", schemas.GetProperty("ChatRequest").GetProperty("properties").GetProperty("message").GetProperty("description").GetString());
    }

    [Fact]
    public void Document_QueryFields_HaveTheirTypesAndLimits()
    {
        var fields = _document.GetProperty("paths").GetProperty("/selection/decisions").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .ToDictionary(field => field.GetProperty("name").GetString()!, field => field.GetProperty("schema"));

        Assert.Equal(
            ["model string", "task string", "conversation string", "automatic boolean", "fell_back boolean", "before string", "limit integer"],
            fields.Select(field => $"{field.Key} {field.Value.GetProperty("type").GetString()}"));
        Assert.Equal((1, 200, 50), (fields["limit"].GetProperty("minimum").GetInt32(), fields["limit"].GetProperty("maximum").GetInt32(), fields["limit"].GetProperty("default").GetInt32()));
        Assert.Equal(10, fields["task"].GetProperty("enum").GetArrayLength());
        Assert.Equal("date-time", fields["before"].GetProperty("format").GetString());
    }

    /// <summary>What is said of a field of the query is true: a value that its schema does not allow is refused by its name.</summary>
    [Fact]
    public async Task Document_QueryFields_RefuseWhatTheirSchemaDoesNotAllow()
    {
        var tried = 0;
        foreach (var (name, operation) in Operations())
        {
            if (!operation.TryGetProperty("parameters", out var parameters))
                continue;
            foreach (var field in parameters.EnumerateArray().Where(field => field.GetProperty("in").GetString() == "query"))
            {
                var (key, schema) = (field.GetProperty("name").GetString()!, field.GetProperty("schema"));
                var wrong = schema.TryGetProperty("maxLength", out var longest) ? new string('x', longest.GetInt32() + 1)
                    : schema.TryGetProperty("maximum", out var most) ? $"{most.GetInt32() + 1}"
                    : "nonsense";
                using var request = new HttpRequestMessage(HttpMethod.Parse(name.Split(' ')[0]), $"{PathOf(name)}?{key}={wrong}");
                using var response = await _service.Http.SendAsync(request);
                var (status, reply) = ((int)response.StatusCode, await TestService.JsonOf(response));
                Assert.True(status == 400 && reply.GetProperty("error").GetProperty("param").GetString() == key, $"{name} {key}: {status} {reply}");
                tried++;
            }
        }
        Assert.True(tried >= 12, $"{tried}");
    }

    /// <summary>A reference to a member in a comment of the code comes out as "string? ChatRequest.ModelId".</summary>
    [Fact]
    public void Document_Descriptions_NameNoTypesOfTheCode() => Assert.DoesNotMatch(@"\b[A-Z]\w+\.[A-Z]\w+", _document.GetRawText());

    private static string PathOf(string operation) => operation.Split(' ')[1].Replace("{id}", operation.Contains("/comparisons/") ? "cmp-1" : "tiny-chat");

    private async Task<(int Status, JsonElement Body)> SendAsync(string operation, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(operation.Split(' ')[0]), PathOf(operation)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await _service.Http.SendAsync(request);
        return ((int)response.StatusCode, await TestService.JsonOf(response));
    }

    private IEnumerable<(string Name, JsonElement Operation)> Operations() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name} {path.Name}", operation.Value);
}
