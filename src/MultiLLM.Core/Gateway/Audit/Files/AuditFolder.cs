using System.Globalization;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Audit.Files;

/// <summary>A file of the log.</summary>
/// <param name="Path">Where.</param>
/// <param name="First">Sequence of its first entry, as its name says.</param>
internal sealed record AuditSegment(string Path, long First)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>The files of a log: segments, and the last signed head beside them.</summary>
internal sealed class AuditFolder(string path)
{
    public const string HeadFile = "head.json";
    private const string Before = "audit-";
    private const string After = ".ndjson";
    private const int Digits = 12;

    public string Path => path;
    public string HeadPath => System.IO.Path.Combine(path, HeadFile);

    /// <summary>In the order of their entries; none where there is no folder.</summary>
    public IReadOnlyList<AuditSegment> Segments() => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, Before + "*" + After)
            .Select(file => (Path: file, First: FirstOf(file)))
            .Where(file => file.First is not null)
            .Select(file => new AuditSegment(file.Path, file.First!.Value))
            .OrderBy(segment => segment.First)]
        : [];

    public string PathOf(long first) => System.IO.Path.Combine(path, NameOf(first));

    public Checkpoint? ReadHead() => File.Exists(HeadPath) ? Checkpoint.Parse(File.ReadAllBytes(HeadPath)) : null;

    public void WriteHead(Checkpoint head) => OwnerOnly.Replace(HeadPath, head.ToJson());

    private static string NameOf(long first) => $"{Before}{first.ToString($"D{Digits}", CultureInfo.InvariantCulture)}{After}";

    private static long? FirstOf(string file)
    {
        var name = System.IO.Path.GetFileName(file);
        return long.TryParse(name.AsSpan(Before.Length, name.Length - Before.Length - After.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && name == NameOf(first) ? first : null;
    }
}
