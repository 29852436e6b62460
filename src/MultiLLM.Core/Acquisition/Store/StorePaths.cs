using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Acquisition.Store;

/// <summary>Where in the store things lie, and whether a path really leads into it.</summary>
internal sealed class StorePaths(IOptions<MultiLLMOptions> options)
{
    /// <summary>Follows no link below <see cref="Folder"/>, so that nothing outside is written or deleted.</summary>
    public string Folder { get; } = options.Value.StoreFolder;

    /// <summary>The folder of a model. The id was checked.</summary>
    public Result<string> FolderOf(string id)
    {
        var folder = Path.Combine(Folder, id);
        return IsLink(folder)
            ? new Error(ErrorCode.StoreNotWritable, $"{folder} is a link; a model's folder in the store must be a real one.")
            : folder;
    }

    /// <summary>The path below the store's folder; null: it does not lie there, or a link leads to it.</summary>
    public string? RelativeOf(string path)
    {
        var relative = Path.GetRelativePath(Folder, path);
        if (relative == "." || relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative))
            return null;
        var parts = relative.Split(Path.DirectorySeparatorChar);
        var folder = Folder;
        foreach (var part in parts[..^1])
        {
            folder = Path.Combine(folder, part);
            if (IsLink(folder))
                return null;
        }
        return relative;
    }

    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    public static string SettingsOf(string file) => file + ".json";
}
