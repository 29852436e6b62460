using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Tests.Inference;

public sealed class CodePagesTests
{
    [Fact]
    public void Release_ThisProcess_GoesOnAndHoldsLessOfItsFiles()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which pages can be read again.");
        var before = FilePagesInMemory();

        CodePages.Release();

        Assert.InRange(FilePagesInMemory(), 1, before - 1);
        Assert.Equal([1, 2, 3], new[] { 3, 1, 2 }.Order()); // its code is read again
    }

    [Fact]
    public void UnchangedFiles_ThisProcess_AreFilesNobodyMayWriteTo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which pages can be read again.");

        var regions = MappedRegion.UnchangedFiles().ToArray();

        Assert.NotEmpty(regions);
        Assert.All(regions, region => Assert.DoesNotContain('w', region.Access));
        Assert.All(regions, region => Assert.StartsWith("/", region.Path));
    }

    private static long FilePagesInMemory()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("RssFile:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(line.IndexOf(':') + 1).Trim().TrimEnd(" kB"), System.Globalization.CultureInfo.InvariantCulture);
    }
}
