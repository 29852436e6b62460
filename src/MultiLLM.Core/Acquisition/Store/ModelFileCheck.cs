using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Store;

/// <summary>Whether files are a whole model that can be run. Nothing becomes loadable before.</summary>
internal static class ModelFileCheck
{
    /// <summary>Null: they are.</summary>
    /// <param name="files">Where each lies now, and what it is called; the shards of a split model in order.</param>
    public static Error? Check(IReadOnlyList<(string Path, string Name)> files)
    {
        for (var i = 0; i < files.Count; i++)
        {
            var (path, name) = files[i];
            var header = GgufHeader.Read(path);
            if (!header.IsSuccess)
                return Refused($"{name}: {header.Error.Message}");
            if (Misplaced(header.Value, i, files.Count) is { } misplaced)
                return Refused($"{name}: {misplaced}");
            if (i > 0)
                continue;
            var described = ModelDescriber.Describe(path, new FileInfo(path).Length, header.Value, sidecar: null);
            if (!described.IsSuccess)
                return Refused($"{name}: {described.Error.Message}");
        }
        return null;
    }

    private static string? Misplaced(GgufHeader header, int index, int count)
    {
        var (number, shards) = (header.Number("split.no") ?? 0, header.Number("split.count") ?? 1);
        return shards <= 1 && count == 1 ? null
            : shards != count ? $"It is one of {shards} files of a split model, and {count} are given; their names must be like name-00001-of-{shards:00000}.gguf."
            : number != index ? $"It is file {number + 1} of the split model, and its name says {index + 1}."
            : null;
    }

    private static Error Refused(string message) => new(ErrorCode.InvalidModelFile, message);
}
