using System.Globalization;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Acquisition;

/// <summary>File names of a model that is split over several files: <c>name-00001-of-00003.gguf</c>, as llama.cpp expects them beside each other.</summary>
internal static class ShardNames
{
    /// <summary>All file names of the model that this one belongs to, in order; only itself where it is no part.</summary>
    public static IReadOnlyList<string> AllOf(string fileName) => GgufModel.FilesOf(fileName) is var all && all.Contains(fileName) ? all : [fileName];

    /// <summary>Names for so many files of a model with this base name.</summary>
    public static IReadOnlyList<string> Of(string baseName, int count) => count == 1
        ? [baseName + ".gguf"]
        : [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{baseName}-{number:00000}-of-{count:00000}.gguf"))];
}
