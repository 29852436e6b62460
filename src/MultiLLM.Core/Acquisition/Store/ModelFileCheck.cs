using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition.Store;

/// <summary>Whether files are a whole model that can be run. Nothing becomes loadable before.</summary>
internal static class ModelFileCheck
{
    /// <summary>Null: they are.</summary>
    /// <param name="files">Where each lies now, and what it is called; the parts of a split model in order.</param>
    public static Error? Check(IReadOnlyList<(string Path, string Name)> files)
    {
        var (path, name) = files[0];
        var model = GgufModel.Read([.. files.Select(file => file.Path)]);
        if (!model.IsSuccess)
            return Refused($"{name}: {model.Error.Message}");
        var described = ModelDescriber.Describe(path, model.Value, sidecar: null);
        return described.IsSuccess ? null : Refused($"{name}: {described.Error.Message}");
    }

    private static Error Refused(string message) => new(ErrorCode.InvalidModelFile, message);
}
