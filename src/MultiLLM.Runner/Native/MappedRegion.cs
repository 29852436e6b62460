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
