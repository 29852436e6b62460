using MultiLLM.Core.Backends.Managed;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>What a measurement holds for: this file as it lies there now, loaded with these sizes.</summary>
/// <param name="Path">Of the first file, links followed; of a server of one's own, which one.</param>
/// <param name="SizeBytes">Of all files.</param>
/// <param name="WrittenAt">When the first file was last written.</param>
/// <param name="Plan">The sizes.</param>
internal sealed record FootprintKey(string Path, long SizeBytes, DateTime WrittenAt, LoadPlan Plan)
{
    /// <summary>Null: the file is not there.</summary>
    public static FootprintKey? Of(ModelDefinition model, LoadPlan plan)
    {
        if (model.Backend is ManagedServer server)
            return new FootprintKey($"server:{model.Id}:{server.Fingerprint}", 0, default, plan);
        try
        {
            var file = new FileInfo(model.Path);
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                file = target;
            return file.Exists ? new FootprintKey(file.FullName, model.SizeBytes, file.LastWriteTimeUtc, plan) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
