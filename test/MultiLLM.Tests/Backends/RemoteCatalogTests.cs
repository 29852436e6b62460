using System.Text;
using System.Text.Json.Nodes;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Catalog.Documents;
using MultiLLM.Tests.Catalog.Documents;

namespace MultiLLM.Tests.Backends;

public sealed class RemoteCatalogTests
{
    private const string Good = """{ "name": "a", "url": "https://gpu.example/v1", "model": "m", "api_key_env": "GPU_KEY", "weight": 2, "max_concurrent": 8, "requests_per_minute": 60, "price": { "input_per_million": 0.15, "output_per_million": 0.6 }, "timeouts": { "connect_seconds": 2, "first_output_seconds": 30, "idle_seconds": 5 }, "health_path": "../health" }""";

    [Fact]
    public void Read_AllMembers_BecomeTheServer()
    {
        var (document, problems) = Read(Good);
        Assert.Empty(problems);

        var (known, conflicts) = KnownModels.None.With(document!);

        Assert.Empty(conflicts);
        var server = Assert.Single(Assert.Single(known!.Entries).Backend!.Servers);
        Assert.Equal("https://gpu.example/v1/", server.Url.ToString());
        Assert.Equal(("GPU_KEY", 2d, 8, 60, "../health"), (server.ApiKeyVariable, server.Weight, server.MaxConcurrent, server.RequestsPerMinute, server.HealthPath));
        Assert.Equal(new TokenPrice(0.15m, 0.6m, "USD"), server.Price);
        Assert.Equal((2, 30, 5), (server.ConnectTimeout.Seconds, server.FirstOutputTimeout.Seconds, server.IdleTimeout.Seconds));
    }

    [Theory]
    [InlineData("\"url\": \"ftp://x/v1\"", "url must be an absolute http or https address")]
    [InlineData("\"url\": \"/v1\"", "url must be an absolute http or https address")]
    [InlineData("\"url\": \"https://user:hunter2@x/v1\"", "url has a user or a password in it")]
    [InlineData("\"url\": \"https://x/v1?key=hunter2\"", "url has a query or a fragment")]
    [InlineData("\"url\": \"https://x/v1#hunter2\"", "url has a query or a fragment")]
    [InlineData("\"url\": \"https://x/v1/chat/completions\"", "url must end before the endpoint")]
    [InlineData("\"api_key\": \"hunter2\"", "api_key must not be there; catalog files hold no secrets")]
    [InlineData("\"headers\": { \"Authorization\": \"hunter2\" }", "headers must not be there")]
    [InlineData("\"api_key_env\": \"hunter2=!\"", "api_key_env must be the name of an environment variable")]
    [InlineData("\"api_key_env\": \"A\", \"api_key_file\": \"/k\"", "api_key_file and api_key_env exclude each other")]
    [InlineData("\"api_key_file\": \"relative\"", "api_key_file must be a file's absolute path")]
    [InlineData("\"name\": \"a b\"", "name must be 1 to 64 letters")]
    [InlineData("\"model\": \" \"", "model must be the server's name")]
    [InlineData("\"weight\": 0", "weight is 0")]
    [InlineData("\"max_concurrent\": 0", "max_concurrent is 0")]
    [InlineData("\"requests_per_minute\": -1", "requests_per_minute is -1")]
    [InlineData("\"timeouts\": { \"idle_seconds\": 0 }", "timeouts.idle_seconds is 0")]
    [InlineData("\"price\": { \"input_per_million\": -1 }", "price.input_per_million is -1")]
    [InlineData("\"price\": { \"input_per_million\": 1, \"currency\": \"euro\" }", "price.currency must be three capital letters")]
    [InlineData("\"health_path\": \"http://evil/\"", "health_path must be a path below the url")]
    public void Read_WrongMember_SaysWhatAndShowsNoSecret(string member, string complaint)
    {
        var server = JsonNode.Parse("{ \"name\": \"a\", \"url\": \"http://x/v1\", \"model\": \"m\" }")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse("{" + member + "}")!.AsObject())
            server[name] = value?.DeepClone();

        var (_, problems) = Read(server.ToJsonString());

        Assert.Contains($"servers[0].{complaint}", Assert.Single(problems), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Concat(problems), StringComparison.Ordinal);
        Assert.NotEmpty(CatalogSchema.Errors(File(server.ToJsonString())));
    }

    [Fact]
    public void Read_GoodServer_TheSchemaTakesItToo() => Assert.Empty(CatalogSchema.Errors(File(Good)));

    [Fact]
    public void Read_SeveralWrongMembers_AllAtOnce()
    {
        var (_, problems) = Read("""{ "name": "", "url": "x", "model": "", "weight": -1 }""");
        Assert.Equal(4, problems.Count);
    }

    [Fact]
    public void Read_NoServer_IsRefused() => Assert.Contains("has 0 servers", Assert.Single(Read("").Problems), StringComparison.Ordinal);

    [Fact]
    public void With_TwoServersOfOneName_IsRefused() => Assert.Contains("\"a\" is there twice", Assert.Single(Read(Good + "," + Good).Problems), StringComparison.Ordinal);

    [Fact]
    public void With_OtherCurrency_IsRefused()
    {
        var known = KnownModels.None.With(Read(Good).Document!).Known!;
        var euros = Read(Good.Replace("0.6", "0.6, \"currency\": \"EUR\"", StringComparison.Ordinal), id: "other").Document!;

        var (_, conflicts) = known.With(euros);

        Assert.Contains("prices in EUR, and there are some in USD already", Assert.Single(conflicts).Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void With_NoContextLength_IsRefused()
    {
        var (document, _) = Read(Good, context: "");
        Assert.Contains("needs a context_length", Assert.Single(KnownModels.None.With(document!).Problems).Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeping_SameServersReadAgain_AreTheSame()
    {
        var first = KnownModels.None.With(Read(Good).Document!).Known!;
        var second = KnownModels.None.With(Read(Good).Document!).Known!.Keeping(first);
        Assert.Same(first.Entries[0], second.Entries[0]);
    }

    private static (CatalogDocument? Document, IReadOnlyList<string> Problems) Read(string servers, string id = "far", string context = "\"context_length\": 4096,")
    {
        var read = DocumentReader.Read("x.json", Encoding.UTF8.GetBytes(File(servers, id, context)));
        return (read.Document, [.. read.Problems.Select(problem => problem.Reason)]);
    }

    private static string File(string servers, string id = "far", string context = "\"context_length\": 4096,") =>
        $$"""{ "models": [ { "id": "{{id}}", "name": "Far", "type": "large_llm", {{context}} "backend": { "servers": [ {{servers}} ] } } ] }""";
}
