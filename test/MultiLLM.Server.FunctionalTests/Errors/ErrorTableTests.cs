using MultiLLM.Core.Errors;
using MultiLLM.Server.Errors;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Errors;

public sealed class ErrorTableTests : IAsyncLifetime
{
    private TestService _service = null!;

    public static TheoryData<ErrorCode> AllCodes => [.. Enum.GetValues<ErrorCode>().Where(code => code is not ErrorCode.Cancelled)];

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public void Of_EveryCode_HasARowOfItsOwn()
    {
        var rows = Enum.GetValues<ErrorCode>().Select(ErrorTable.Of).ToArray();

        Assert.Equal(rows.Length, rows.Select(row => row.Code).Distinct().Count());
        Assert.All(rows, row => Assert.InRange(row.Status, 400, 599));
    }

    [Theory]
    [MemberData(nameof(AllCodes))]
    public async Task EveryCode_InBothDialects_HasItsStatusAndCode(ErrorCode code)
    {
        var row = ErrorTable.Of(code);
        var (openAIStatus, openAI) = await _service.PostJsonAsync(
            "/v1/chat/completions", $$"""{"messages":[{"role":"user","content":"fail {{code}}"}]}""");
        var (ownStatus, own) = await _service.PostJsonAsync("/chat", $$"""{"message":"fail {{code}}"}""");

        Assert.Equal((row.Status, row.Status), (openAIStatus, ownStatus));
        Assert.Equal((row.Code, row.OpenAIType, $"Scripted {code}."), (
            openAI.GetProperty("error").GetProperty("code").GetString(),
            openAI.GetProperty("error").GetProperty("type").GetString(),
            openAI.GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal((row.Code, $"Scripted {code}."), (own.GetProperty("error").GetProperty("code").GetString(), own.GetProperty("error").GetProperty("message").GetString()));
    }

    [Fact]
    public async Task QueueFull_TellsWhenToComeBack()
    {
        using var full = await _service.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"fail QueueFull"}]}""");
        using var broken = await _service.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"fail ModelLoadFailed"}]}""");

        Assert.Equal(["3"], full.Headers.GetValues("Retry-After"));
        Assert.Equal(["true"], full.Headers.GetValues("x-should-retry"));
        Assert.Equal(["false"], broken.Headers.GetValues("x-should-retry"));
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"bug"}]}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"bug"}],"stream":true}""")]
    [InlineData("/chat", """{"message":"bug"}""")]
    public async Task Bug_IsLoggedAndNotTold(string path, string body)
    {
        var (status, reply) = await _service.PostJsonAsync(path, body);

        Assert.Equal((500, "internal_error"), (status, reply.GetProperty("error").GetProperty("code").GetString()));
        Assert.DoesNotContain("secret detail", reply.GetRawText());
        Assert.Contains(_service.Log.Lines, line => line.StartsWith("Error: POST") && line.Contains("secret detail"));
    }

    [Theory]
    [InlineData("GET", "/v1/nonesuch", 404, "not_found")]
    [InlineData("GET", "/v1", 404, "not_found")]
    [InlineData("GET", "/v1/chat/completions", 405, "method_not_allowed")]
    [InlineData("DELETE", "/v1/models", 405, "method_not_allowed")]
    [InlineData("GET", "/nonesuch", 404, "not_found")]
    [InlineData("PUT", "/chat", 405, "method_not_allowed")]
    public async Task UnknownRouteOrMethod_IsAnEnvelope(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _service.Http.SendAsync(request);
        var error = (await TestService.JsonOf(response)).GetProperty("error");

        Assert.Equal((status, code), ((int)response.StatusCode, error.GetProperty("code").GetString()));
        Assert.Equal(path.StartsWith("/v1"), error.TryGetProperty("type", out _));
        Assert.Equal(status == 405, response.Content.Headers.Allow.Count > 0);
    }
}
