using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Telemetry.Metrics;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway;

/// <summary>How rules work together, on embeddings and over several messages, over real sockets.</summary>
public sealed class PolicyRuleTests : IDisposable
{
    private const string MaskMail = """{"id":"mail","detectors":["email"],"direction":"input","action":"mask"}""";
    private const string BlockMail = """{"id":"mail","detectors":["email"],"direction":"input","action":"block"}""";

    private readonly string _home = Directory.CreateTempSubdirectory("policy-").FullName;
    private readonly FakeParts _parts = new();

    private string Policy => Path.Combine(_home, "policy.json");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("/v1/embeddings", """{"input":["to me@example.org","plain"]}""")]
    [InlineData("/embeddings", """{"texts":["to me@example.org","plain"]}""")]
    public async Task Embeddings_Masked_ModelSeesTheHolderOnly(string path, string body)
    {
        await using var service = await StartAsync(MaskMail);

        using var response = await service.PostAsync(path, body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Matches(@"^to \[EMAIL_1_[A-Z2-9]{5}\]$", _parts.Embeddings.LastInputs[0].Text);
        Assert.Equal("plain", _parts.Embeddings.LastInputs[1].Text);
        Assert.EndsWith("; mail=mask", response.Headers.GetValues("x-multillm-policy").Single());
        Assert.DoesNotContain("example.org", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Search_Masked_SameValueIsTheSameHolderInQueryAndDocuments()
    {
        await using var service = await StartAsync(MaskMail);

        var (status, _) = await service.PostJsonAsync("/search", """{"query":"me@example.org","documents":["from me@example.org","from you@example.org"]}""");

        Assert.Equal(200, status);
        var holders = _parts.Embeddings.LastInputs.Select(input => input.Text[input.Text.IndexOf('[')..]).ToList();
        Assert.All(holders, holder => Assert.StartsWith("[EMAIL_", holder));
        Assert.Equal(2, holders.Distinct().Count());
    }

    [Theory]
    [InlineData("to info@example.org", 200)]
    [InlineData("to me@example.org", 400)]
    [InlineData("to info@example.org and me@example.org", 400)]
    public async Task Allow_BeforeARule_CoversItsTermsAndNothingElse(string text, int expected)
    {
        await using var service = await StartAsync("""{"id":"contact","terms":["info@example.org"],"action":"allow"}""", BlockMail);

        var (status, _) = await service.PostJsonAsync("/chat", $$"""{"message":"say {{text}}"}""");

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Allow_AfterARule_IsTooLate()
    {
        await using var service = await StartAsync(BlockMail, """{"id":"contact","terms":["info@example.org"],"action":"allow"}""");

        Assert.Equal(400, (await service.PostJsonAsync("/chat", """{"message":"say info@example.org"}""")).Status);
    }

    [Fact]
    public async Task Allow_ForSomeModels_DoesNotCoverWhatAnyModelMayAnswer()
    {
        await using var service = await StartAsync("""{"id":"contact","terms":["info@example.org"],"action":"allow","applies_to":{"models":["tiny-chat"]}}""", BlockMail);

        Assert.Equal(200, (await service.PostJsonAsync("/chat", """{"message":"say info@example.org","model_id":"tiny-chat"}""")).Status);
        Assert.Equal(400, (await service.PostJsonAsync("/chat", """{"message":"say info@example.org"}""")).Status);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("tool")]
    public async Task SplitOverMessages_OfOnePerson_IsFound(string role)
    {
        await using var service = await StartAsync(BlockMail);

        var (status, _) = await service.PostJsonAsync("/v1/chat/completions", Messages((role, "reach me at me@exam"), ("assistant", "Go on."), (role, "ple.org please")));

        Assert.Equal(400, status);
        Assert.Empty(_parts.Chat.Calls);
    }

    /// <summary>Two people's words are not put together: what one began the other did not mean.</summary>
    [Fact]
    public async Task SplitOverMessages_OfTwo_IsNot()
    {
        await using var service = await StartAsync(BlockMail);

        Assert.Equal(200, (await service.PostJsonAsync("/v1/chat/completions", Messages(("assistant", "reach me at me@exam"), ("user", "ple.org please")))).Status);
    }

    [Fact]
    public async Task SplitOverMessages_Masked_NeitherHalfReachesTheModel()
    {
        await using var service = await StartAsync(MaskMail);

        var (status, _) = await service.PostJsonAsync("/v1/chat/completions", Messages(("user", "reach me at someone@exam"), ("assistant", "Go on."), ("user", "ple.org please")));

        Assert.Equal(200, status);
        Assert.True(_parts.Chat.Calls.TryDequeue(out var call));
        Assert.DoesNotContain(call.Messages, message => message.Text.Contains("someone@exam") || message.Text.Contains("ple.org"));
        Assert.EndsWith(" please", call.Messages[^1].Text);
    }

    [Fact]
    public async Task DetectorCannotLoad_NothingPassesAndItSaysWhy()
    {
        await using var service = await StartAsync(broken: true, BlockMail);

        foreach (var (path, body) in (IEnumerable<(string, string)>)
            [("/chat", """{"message":"hi"}"""), ("/v1/completions", """{"prompt":"hi"}"""), ("/v1/embeddings", """{"input":"hi"}"""), ("/policy/test", """{"texts":["hi"]}""")])
        {
            var (status, reply) = await service.PostJsonAsync(path, body);
            Assert.Equal((503, "policy_unavailable"), (status, reply.GetProperty("error").GetProperty("code").GetString()));
            Assert.Contains("phrases are damaged", reply.GetProperty("error").GetProperty("message").GetString());
        }

        Assert.Empty(_parts.Chat.Calls);
        Assert.Empty(_parts.Embeddings.LastInputs);
        var (_, policy) = await service.GetJsonAsync("/policy");
        Assert.False(policy.TryGetProperty("version", out _));
        Assert.Contains("phrases are damaged", policy.GetProperty("problem").GetString());
        Assert.Equal(503, (await service.GetJsonAsync("/health/ready")).Status);
    }

    private Task<TestService> StartAsync(params string[] rules) => StartAsync(broken: false, rules);

    private Task<TestService> StartAsync(bool broken, params string[] rules)
    {
        File.WriteAllText(Policy, $$"""{"version":"t1","rules":[{{string.Join(',', rules)}}]}""");
        return TestService.StartAsync((WebApplicationBuilder builder) =>
        {
            _parts.AddTo(builder);
            builder.Services.AddSingleton<TelemetryMeter>();
            builder.Services.AddOptions<MultiLLMOptions>().Configure(options => options.Home = _home);
            builder.Services.AddContentPolicy();
            if (broken)
            {
                builder.Services.AddSingleton(provider => new PolicyBook(
                    Policy, () => throw new InvalidDataException("The phrases are damaged."), provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<IEventLog>(),
                    NullLogger<PolicyBook>.Instance));
            }
        });
    }

    private static string Messages(params (string Role, string Text)[] messages) =>
        JsonSerializer.Serialize(new { messages = messages.Select(message => new { role = message.Role, content = message.Text }) });
}
