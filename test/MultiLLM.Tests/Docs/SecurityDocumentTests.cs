using System.Text.RegularExpressions;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Docs;

/// <summary>The threat model names a test for each defence; whoever renames or drops one must say so there.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string s_document = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "security.md"));
    private static readonly Lazy<Dictionary<string, string>> s_classes = new(() => Directory
        .EnumerateFiles(Path.Combine(RepositoryRoot.Path, "test"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
        .GroupBy(file => Path.GetFileNameWithoutExtension(file).Split('.')[0])
        .ToDictionary(group => group.Key, group => string.Concat(group.Select(File.ReadAllText))));

    public static TheoryData<string, string> NamedTests => [.. TestName().Matches(s_document).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct()];

    [Theory]
    [MemberData(nameof(NamedTests))]
    public void EveryNamedTest_Exists(string name, string method)
    {
        Assert.True(s_classes.Value.TryGetValue(name, out var source), $"There is no {name}.");
        Assert.Matches($@"\b{Regex.Escape(method)}\(", source);
    }

    [Fact]
    public void EveryAttack_HasADefenceAndATest() =>
        Assert.All(
            s_document.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| attack |", StringComparison.Ordinal)),
            row => Assert.Matches(@"^\| [^|]+ \| [^|]+ \| `\w+(Tests|Properties)\.\w+`[^|]* \|$", row));

    [GeneratedRegex(@"`(\w+(?:Tests|Properties))\.(\w+)`")]
    private static partial Regex TestName();
}
