using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Policy;

/// <summary>The schema that editors use says what the service says.</summary>
public sealed partial class PolicySchemaTests
{
    private static readonly JsonDocumentOptions s_lax = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private static readonly DetectorCatalog s_detectors = DetectorCatalog.Load();
    private static readonly string s_text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "policy.schema.json"));
    private static readonly JsonSchema s_schema = JsonSchema.FromText(s_text);

    public static TheoryData<string> Shipped => [BuiltIn(), .. Examples().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "policy.md"))).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Schema_Detectors_AreThoseOfTheService()
    {
        var names = JsonNode.Parse(s_text)!["$defs"]!["rule"]!["properties"]!["detectors"]!["items"]!["enum"]!.AsArray().Select(name => (string)name!);

        Assert.Equal(s_detectors.Groups.Concat(s_detectors.All.Select(detector => detector.Name)).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_Policies_PassBoth(string policy)
    {
        Assert.True(PassesSchema(policy));
        Assert.Empty(Problems(policy));
    }

    [Fact]
    public void Shipped_Examples_AreThere() => Assert.True(Shipped.Count >= 2);

    [Theory]
    [InlineData("""{"rules":[]}""")]
    [InlineData("""{"version":"","rules":[]}""")]
    [InlineData("""{"version":"1"}""")]
    [InlineData("""{"version":"1","rules":[],"mode":"strict"}""")]
    [InlineData("""{"version":"1","rules":[{"action":"flag","detectors":["email"]}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a b","action":"flag","detectors":["email"]}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","detectors":["email"]}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","action":"delete","detectors":["email"]}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","action":"flag"}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","action":"flag","detectors":["mail"]}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","action":"flag","detectors":[]}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","action":"flag","max_characters":0}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","action":"flag","terms":["ab"],"direction":"sideways"}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","action":"flag","terms":["ab"],"dry_run":"yes"}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","action":"flag","terms":["ab"],"applies_to":{"roles":["king"]}}]}""")]
    [InlineData("""{"version":"1","rules":[{"id":"a","action":"flag","terms":["ab"],"applies_to":{"tenants":["x"]}}]}""")]
    public void Faulty_Policies_PassNeither(string policy)
    {
        Assert.False(PassesSchema(policy));
        Assert.NotEmpty(Problems(policy));
    }

    private static bool PassesSchema(string policy)
    {
        using var document = JsonDocument.Parse(policy, s_lax);
        return s_schema.Evaluate(document.RootElement).IsValid;
    }

    private static IReadOnlyList<PolicyProblem> Problems(string policy) => new PolicyReader(s_detectors).Read(Encoding.UTF8.GetBytes(policy), "policy.json").Problems;

    private static string BuiltIn()
    {
        using var reader = new StreamReader(typeof(PolicyBook).Assembly.GetManifestResourceStream("default-policy.json")!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("```jsonc?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
