using System.Xml.Linq;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Architecture;

/// <summary>The house's walls: who may reference whom, and how long a file may be.</summary>
public sealed class ArchitectureTests
{
    private const int MaxLines = 400;

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["MultiLLM.Contracts"] = [],
        ["MultiLLM.Runner"] = ["MultiLLM.Contracts"],
        ["MultiLLM.Client"] = ["MultiLLM.Contracts"],
        ["MultiLLM.Cli"] = ["MultiLLM.Client"],
        ["MultiLLM.Dashboard"] = ["MultiLLM.Client"],
        ["MultiLLM.Core"] = ["MultiLLM.Contracts"],
        ["MultiLLM.Server"] = ["MultiLLM.Core", "MultiLLM.Dashboard"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p)).Order()];

    private static string Source => Path.Combine(RepositoryRoot.Path, "src");

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyWhatItMay(string project)
    {
        Assert.Contains(project, Allowed.Keys);
        var references = XDocument.Load(Path.Combine(Source, project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Where(r => (string?)r.Attribute("ReferenceOutputAssembly") != "false")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Fact]
    public void UnsafeCode_IsInTheRunnerOnly()
    {
        var allowing = Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories)
            .Where(p => XDocument.Load(p).Descendants("AllowUnsafeBlocks").Any(e => e.Value == "true"))
            .Select(p => Path.GetFileNameWithoutExtension(p));

        Assert.Equal(["MultiLLM.Runner"], allowing);
    }

    [Fact]
    public void SourceFiles_AreNotTooLong()
    {
        var files = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules"))
            .Select(f => (File: Path.GetRelativePath(RepositoryRoot.Path, f), Lines: File.ReadLines(f).Count()))
            .ToList();

        Assert.True(files.Count > 50);
        Assert.DoesNotContain(files, f => f.Lines > MaxLines);
    }
}
