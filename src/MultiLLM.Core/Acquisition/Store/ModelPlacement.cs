using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Acquisition.Store;

/// <param name="From">Where the file lies now; verified.</param>
/// <param name="Name">What it is called in the store.</param>
/// <param name="IsLink">Link to it instead of moving it.</param>
internal sealed record PlacedFile(string From, string Name, bool IsLink = false);

/// <summary>
/// Puts the files of one model into its folder: the settings first and the file that is opened last, so that the model appears at once and
/// whole, or not at all.
/// </summary>
internal static class ModelPlacement
{
    private const string IncomingSuffix = ".incoming";

    /// <summary>Throws like any file; then nothing new is left behind.</summary>
    public static void Place(string folder, IReadOnlyList<PlacedFile> files, ModelSidecar? settings)
    {
        var created = new List<string>();
        try
        {
            if (!Directory.Exists(folder))
                Directory.CreateDirectory(folder);
            var settingsPath = StorePaths.SettingsOf(Path.Combine(folder, files[0].Name));
            if (settings is not null)
            {
                if (!File.Exists(settingsPath))
                    created.Add(settingsPath);
                settings.Save(settingsPath);
            }
            foreach (var file in files.Reverse())
            {
                var path = Path.Combine(folder, file.Name);
                if (!File.Exists(path))
                    created.Add(path);
                // From another file system this first step copies; under this name nothing takes it for a model.
                var incoming = Path.Combine(folder, "." + file.Name + IncomingSuffix);
                File.Delete(incoming);
                if (file.IsLink)
                    File.CreateSymbolicLink(incoming, file.From);
                else
                    File.Move(file.From, incoming);
                File.Move(incoming, path, overwrite: true);
            }
        }
        catch
        {
            Undo(folder, created);
            throw;
        }
    }

    /// <summary>Deletes files, and the folder if nothing else is in it.</summary>
    public static void Undo(string folder, IEnumerable<string> files)
    {
        foreach (var file in files)
            File.Delete(file);
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }
}
