using System.Text;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Requests;

/// <summary>What is no JSON object in UTF-8, or too much of one, is refused before any field is looked at.</summary>
public sealed class HostileBodyTests : IAsyncLifetime
{
    private TestService _service = null!;

    public async ValueTask InitializeAsync() => _service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\uFEFF", "empty")]
    [InlineData("[]", "must be a JSON object; got an array")]
    [InlineData("\"x\"", "must be a JSON object")]
    [InlineData("null", "must be a JSON object; got null")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\"n\":NaN}", "line 1, byte 6")]
    [InlineData("{\"n\":Infinity}", "not valid JSON")]
    [InlineData("{\"n\":1,}", "not valid JSON")]
    [InlineData("{\"n\":1} x", "not valid JSON")]
    [InlineData("{\"n\":1,\"n\":2}", "'n'")]
    [InlineData("{\"\\ud800\":1}", "property name")]
    [InlineData("{\"\\ud800\":1,\"\\ud800\":2}", "property name")]
    [InlineData("{\"n\":\"\n\"}", "not valid JSON")]
    public async Task AnyBody_NotJson_Is400(string body, string complaint)
    {
        foreach (var path in (string[])["/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/chat", "/embeddings", "/search"])
        {
            var (status, reply) = await _service.PostJsonAsync(path, body);
            Assert.Equal((400, "invalid_json"), (status, reply.GetProperty("error").GetProperty("code").GetString()));
            Assert.Contains(complaint, reply.GetProperty("error").GetProperty("message").GetString());
        }
    }

    [Fact]
    public async Task Body_InvalidUtf8_Is400()
    {
        byte[] body = [.. "{\"message\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        using var response = await _service.PostAsync("/chat", body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("not valid UTF-8", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_ByteOrderMark_IsSkipped()
    {
        var (status, _) = await _service.PostJsonAsync("/chat", "\uFEFF{\"message\":\"say ok\"}");

        Assert.Equal(200, status);
    }

    [Theory]
    [InlineData(63, 200)]
    [InlineData(64, 400)]
    [InlineData(100_000, 400)]
    public async Task Body_Nesting_IsBounded(int depth, int expected)
    {
        var (status, _) = await _service.PostJsonAsync("/chat", $$"""{"message":"say ok","x":{{new string('[', depth)}}{{new string(']', depth)}}}""");

        Assert.Equal(expected, status);
    }

    [Theory]
    [InlineData(null, 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json;charset=UTF-8", 200)]
    [InlineData("application/vnd.api+json", 200)]
    public async Task Body_ContentType_MustBeJson(string? type, int expected)
    {
        foreach (var path in (string[])["/chat", "/v1/chat/completions"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"message":"say ok","messages":[{"role":"user","content":"say ok"}]}""")),
            };
            if (type is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await _service.Http.SendAsync(request);
            Assert.Equal(expected, (int)response.StatusCode);
            if (expected == 415)
                Assert.Equal("unsupported_media_type", (await TestService.JsonOf(response)).GetProperty("error").GetProperty("code").GetString());
        }
    }

    [Theory]
    [InlineData("/chat", true)]
    [InlineData("/v1/chat/completions", true)]
    [InlineData("/v1/chat/completions", false)]
    public async Task Body_AboveTheLimit_Is413(string path, bool lengthAnnounced)
    {
        await using var service = await TestService.StartAsync("--MultiLLM:Server:Limits:MaxBodyBytes", "100000");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"x":"{{new string('x', 100_000)}}"}""")) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TransferEncodingChunked = lengthAnnounced ? null : true;
        using var response = await service.Http.SendAsync(request);
        var error = (await TestService.JsonOf(response)).GetProperty("error");

        Assert.Equal((413, "body_too_large"), ((int)response.StatusCode, error.GetProperty("code").GetString()));
        Assert.Contains("100000", error.GetProperty("message").GetString());
    }
}
