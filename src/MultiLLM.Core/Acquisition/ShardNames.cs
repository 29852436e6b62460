using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiLLM.Core.Acquisition;

/// <summary>File names of a model that is split over several files: <c>name-00001-of-00003.gguf</c>, as llama.cpp expects them beside each other.</summary>
internal static partial class ShardNames
{
    private const int MaxShards = 1000;

    /// <summary>All file names of the model that this one belongs to, in order; null: it is no shard.</summary>
    public static IReadOnlyList<string>? AllOf(string fileName)
    {
        if (Shard().Match(fileName) is not { Success: true } match)
            return null;
        var (number, count) = (Number(match.Groups["number"]), Number(match.Groups["count"]));
        return count is >= 1 and <= MaxShards && number >= 1 && number <= count
            ? Of(match.Groups["name"].Value, count)
            : null;
    }

    /// <summary>Names for so many files of a model with this base name; one file has no number.</summary>
    public static IReadOnlyList<string> Of(string baseName, int count, bool numbered = true) => count == 1 && !numbered
        ? [baseName + ".gguf"]
        : [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{baseName}-{number:00000}-of-{count:00000}.gguf"))];

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<name>.+)-(?<number>[0-9]{5})-of-(?<count>[0-9]{5})\.gguf$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Shard();
}
