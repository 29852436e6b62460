using System.Text;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Files;
using MultiLLM.Core.Gateway.Audit.Verifying;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Audit;

/// <summary>Every change to a log that was signed to its end is found, wherever it is.</summary>
public sealed class TamperingTests
{
    private const int Tamperings = 1000;

    [Fact]
    public async Task Verify_ThousandRandomTamperings_FindsEveryOne()
    {
        using var home = new TempFolder();
        await using var rig = new AuditRig(new AuditOptions { GatherTime = TimeSpan.Zero, SegmentBytes = 6000, CheckpointEntries = 9 }, home: home.Path);
        await rig.StartAsync();
        rig.Append(60);
        await Eventually.HoldsAsync(() => rig.Writer.Written >= 61, "all is written");
        rig.Append(20);
        await rig.StopAsync();
        Assert.Empty(rig.Verify().Problems);
        var original = Directory.EnumerateFiles(rig.Folder.Path).ToDictionary(path => path, File.ReadAllBytes);
        var random = new Random(20261125);

        for (var i = 0; i < Tamperings; i++)
        {
            var what = Tamper(rig.Folder, random, i);
            var found = rig.Verify();
            Assert.True(found.ProblemCount > 0, $"tampering {i} was not found: {what}");
            foreach (var path in Directory.EnumerateFiles(rig.Folder.Path))
                File.Delete(path);
            foreach (var (path, content) in original)
                File.WriteAllBytes(path, content);
        }
        Assert.Empty(rig.Verify().Problems);
    }

    [Fact]
    public async Task Verify_EveryBitOfTheLastEntry_FindsEachOne()
    {
        await using var rig = new AuditRig();
        await rig.StartAsync();
        await rig.StopAsync();
        var path = rig.Folder.Segments()[0].Path;
        var content = File.ReadAllBytes(path);
        var begin = content.AsSpan(0, content.Length - 1).LastIndexOf((byte)'\n') + 1;

        for (var bit = begin * 8; bit < content.Length * 8; bit++)
        {
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, content);
            Assert.False(rig.Verify().IsIntact, $"bit {bit - (begin * 8)} of the last entry");
            content[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public async Task Verify_AllOfItRemoved_IsNoIntactLog()
    {
        await using var rig = new AuditRig();
        await rig.StartAsync();
        await rig.StopAsync();
        var kept = Checkpoint.Parse(File.ReadAllBytes(rig.Folder.HeadPath));
        foreach (var path in Directory.EnumerateFiles(rig.Folder.Path))
            File.Delete(path);

        Assert.Throws<DirectoryNotFoundException>(() => AuditFiles.Verify(rig.Folder.Path, rig.Keys, null, null));
        Assert.False(AuditFiles.Verify(rig.Folder.Path, rig.Keys, null, kept).IsIntact);
    }

    /// <returns>What was done, for a person.</returns>
    private static string Tamper(AuditFolder folder, Random random, int number)
    {
        var segments = folder.Segments();
        var path = segments[random.Next(segments.Count)].Path;
        var lines = File.ReadAllLines(path).ToList();
        var (line, other) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (number % 9)
        {
            case 0 or 1:
                return FlipBit(path, random);
            case 2:
                lines.RemoveAt(line);
                return Write(path, lines, $"line {line} deleted");
            case 3:
                if (line == other)
                    return FlipBit(path, random);
                (lines[line], lines[other]) = (lines[other], lines[line]);
                return Write(path, lines, $"lines {line} and {other} swapped");
            case 4:
                lines.Insert(other, lines[line]);
                return Write(path, lines, $"line {line} repeated at {other}");
            case 5:
                var length = new FileInfo(segments[^1].Path).Length;
                using (var file = new FileStream(segments[^1].Path, FileMode.Open))
                    file.SetLength(length - 1 - random.NextInt64(length));
                return "the end was cut off";
            case 6:
                File.Delete(path);
                return $"{Path.GetFileName(path)} deleted";
            case 7:
                var signed = lines.FindIndex(text => text.Contains("audit.checkpoint", StringComparison.Ordinal));
                lines[signed] = Replaced(lines[signed], random);
                return Write(path, lines, $"checkpoint in line {signed} changed");
            default:
                return random.Next(2) == 0 ? FlipBit(folder.HeadPath, random) : Rehashed(path, lines, line);
        }
    }

    private static string Write(string path, IEnumerable<string> lines, string what)
    {
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
        return $"{Path.GetFileName(path)}: {what}";
    }

    private static string FlipBit(string path, Random random)
    {
        var content = File.ReadAllBytes(path);
        var bit = random.Next(content.Length * 8);
        content[bit / 8] ^= (byte)(1 << (bit % 8));
        File.WriteAllBytes(path, content);
        return $"bit {bit} of {Path.GetFileName(path)}";
    }

    private static string Replaced(string line, Random random)
    {
        var at = line.IndexOf("\"signature\":\"", StringComparison.Ordinal) + 13 + random.Next(80);
        return $"{line[..at]}{(line[at] == 'A' ? 'B' : 'A')}{line[(at + 1)..]}";
    }

    /// <summary>By somebody who knows how the chain is made, up to the end of the file.</summary>
    private static string Rehashed(string path, List<string> lines, int line)
    {
        const int Begin = 9;
        var previous = line > 0 ? lines[line - 1][Begin..(Begin + 64)] : new string('0', 64);
        lines[line] = lines[line].Replace("\"outcome\":\"done\"", "\"outcome\":\"none\"", StringComparison.Ordinal);
        for (var i = line; i < lines.Count; i++)
        {
            var body = Encoding.UTF8.GetBytes(lines[i][(Begin + 66)..]);
            previous = MultiLLM.Core.Gateway.Audit.Chain.AuditLine.HashOf(previous, body);
            lines[i] = $"{lines[i][..Begin]}{previous}{lines[i][(Begin + 64)..]}";
        }
        return Write(path, lines, $"line {line} changed and all hashes after it made anew");
    }
}
