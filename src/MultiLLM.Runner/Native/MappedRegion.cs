using System.Globalization;

namespace MultiLLM.Runner.Native;

/// <summary>One line of <c>/proc/self/maps</c>.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">First address behind it.</param>
/// <param name="Access">For example "r--s".</param>
/// <param name="Path">The mapped file, a name in brackets, or empty for anonymous memory.</param>
internal readonly record struct MappedRegion(nint Start, nint End, string Access, string Path)
{
    public bool IsAnonymousData => Path.Length == 0 && Access.StartsWith("rw-p", StringComparison.Ordinal);

    public bool IsModelFile => Path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && Access.StartsWith("r--", StringComparison.Ordinal);

    public static IReadOnlyList<MappedRegion> OfThisProcess() =>
        [.. File.ReadLines("/proc/self/maps").Select(Parse).OfType<MappedRegion>()];

    /// <summary>Mapped parts of files other than models that can be read again at any time: nothing may write to them, and nothing ever did.</summary>
    public static IEnumerable<MappedRegion> UnchangedFiles()
    {
        MappedRegion? region = null;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (Parse(line) is { } next)
                region = next;
            else if (region is { IsReadableFile: true } file && line.StartsWith("Anonymous:", StringComparison.Ordinal) && line.EndsWith(" 0 kB", StringComparison.Ordinal))
                yield return file;
        }
    }

    private bool IsReadableFile => Path.StartsWith('/') && !IsModelFile && Access is "r--p" or "r-xp";

    // start-end access offset device inode path
    public static MappedRegion? Parse(string line)
    {
        var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 5 || fields[0].Split('-') is not [var start, var end])
            return null;
        return nint.TryParse(start, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var from)
            && nint.TryParse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var to)
            ? new MappedRegion(from, to, fields[1], fields.Length > 5 ? fields[5] : "")
            : null; // the last page of the address space does not fit a signed number
    }
}
