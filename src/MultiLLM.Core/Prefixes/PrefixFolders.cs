using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Prefixes;

/// <summary>
/// Where runners keep the keys and values of paused conversations, a folder for each model. They hold what conversations said, so only this user may
/// read them.
/// </summary>
internal sealed partial class PrefixFolders(IOptions<MultiLLMOptions> options, ILogger<PrefixFolders> log)
{
    private const int NameLength = 64;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly MultiLLMOptions _settings = options.Value;

    /// <summary>All models' folders lie in it; it may not be there yet.</summary>
    public string Root { get; } = Path.Combine(options.Value.Home, "kv");

    /// <summary>What the model's runner is told; null: nothing is kept, because that is configured or the folder cannot be made.</summary>
    public PrefixFolder? For(ModelDefinition model)
    {
        if (_settings.SavedPrefixBytes == 0 || model.Kind == ModelKind.Embedding)
            return null;
        try
        {
            var folder = PathOf(model.Id);
            Create(Root);
            Create(folder);
            return new PrefixFolder
            {
                Path = folder,
                MaxBytes = (ulong)_settings.SavedPrefixBytes,
                MinTokens = (uint)_settings.SavedPrefixMinTokens,
                Identity = IdentityOf(model),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNoFolder(model.Id, error.Message);
            return null;
        }
    }

    /// <summary>Deletes what is kept for a model, which must not be loaded.</summary>
    /// <exception cref="IOException">Something remains.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Remove(string modelId)
    {
        var folder = PathOf(modelId);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Deletes what is kept for a model, loaded or not: a runner notices that a file is gone when it wants to read it.</summary>
    /// <returns>Files.</returns>
    /// <exception cref="IOException">Something remains.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public int Empty(string modelId)
    {
        var folder = PathOf(modelId);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        foreach (var file in files)
            File.Delete(file);
        return files.Length;
    }

    /// <summary>A name a person recognises, made unique by the end.</summary>
    private string PathOf(string modelId)
    {
        var name = string.Concat(modelId.Take(NameLength).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        var unique = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(modelId)).AsSpan(0, 4));
        return Path.Combine(Root, $"{name}-{unique}");
    }

    /// <summary>The files as they lie there now: a replaced one has another size or another time.</summary>
    private static string IdentityOf(ModelDefinition model)
    {
        var identity = new StringBuilder();
        foreach (var part in GgufModel.FilesOf(model.Path))
        {
            var file = new FileInfo(part);
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                file = target;
            identity.Append(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}\n");
        }
        return identity.ToString();
    }

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder); // a user's own folders are private there
            return;
        }
        Directory.CreateDirectory(folder, OwnerOnly);
        if (File.GetUnixFileMode(folder) != OwnerOnly)
            File.SetUnixFileMode(folder, OwnerOnly);
    }

    [LoggerMessage(LogLevel.Warning, "Conversations with {Model} are computed anew after it was unloaded: {Reason}")]
    private partial void LogNoFolder(string model, string reason);
}
