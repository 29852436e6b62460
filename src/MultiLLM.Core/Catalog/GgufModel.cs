using System.Globalization;
using System.Text.RegularExpressions;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Catalog;

/// <summary>A model in one GGUF file or in several: the first file's head, and what all files hold together.</summary>
internal sealed partial record GgufModel
{
    private const string CountKey = "split.count";
    private const string NumberKey = "split.no";
    private const string TensorsKey = "split.tensors.count";
    private const int MaxFiles = 999;
    private const int NamedFiles = 3;

    private GgufModel(GgufHeader header, IReadOnlyList<string> files, IReadOnlyList<GgufTensor> tensors, long sizeBytes) =>
        (Header, Files, Tensors, SizeBytes) = (header, files, tensors, sizeBytes);

    public GgufHeader Header { get; }

    /// <summary>Paths of all files, in order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Of all files.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Of all files together.</summary>
    public long SizeBytes { get; }

    /// <summary>True for the second and later files of a model split over several.</summary>
    public static bool IsContinuation(GgufHeader header) => header.Number(NumberKey) is > 0;

    /// <summary>Paths of all files a file's name speaks of ("name-00001-of-00003.gguf"); only the file itself where it speaks of none.</summary>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        var match = PartName().Match(path);
        if (!match.Success)
            return [path];
        var count = int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        var (prefix, ending) = (match.Groups["prefix"].Value, match.Groups["ending"].Value);
        return count is < 1 or > MaxFiles ? [path] : [.. Enumerable.Range(1, count).Select(n => $"{prefix}-{n:D5}-of-{count:D5}{ending}")];
    }

    /// <summary>Reads the heads of all files of the model whose first file this is. The error says which file is missing or wrong, and why.</summary>
    public static Result<GgufModel> Read(string path)
    {
        var read = GgufHeader.Read(path);
        return read.IsSuccess ? Read(path, read.Value) : read.Error;
    }

    /// <summary>Reads the other files' heads.</summary>
    /// <param name="path">The first file.</param>
    /// <param name="first">Its head.</param>
    public static Result<GgufModel> Read(string path, GgufHeader first)
    {
        var count = first.Number(CountKey) ?? 1;
        if (count is < 1 or > MaxFiles)
            return Refused($"The file says that the model is split over {count} files ({CountKey}); 1 to {MaxFiles} are possible.");
        if (IsContinuation(first))
            return Refused($"The file is part {first.Number(NumberKey) + 1} of {count}; a model is loaded by its first part.");
        if (count == 1)
            return new GgufModel(first, [path], first.Tensors, first.FileBytes);
        var files = FilesOf(path);
        if (files.Count != count || files[0] != path)
            return Refused($"The model is split over {count} files, so this one's name must end in -00001-of-{count:D5}.gguf.");
        return ReadParts(files, first);
    }

    private static Result<GgufModel> ReadParts(IReadOnlyList<string> files, GgufHeader first)
    {
        var missing = files.Where(file => !File.Exists(file)).Select(file => Path.GetFileName(file)).ToList();
        if (missing.Count > 0)
        {
            var named = string.Join(", ", missing.Take(NamedFiles)) + (missing.Count > NamedFiles ? $" and {missing.Count - NamedFiles} more" : "");
            return Refused($"The model is split over {files.Count} files; missing: {named}.");
        }
        var tensors = new List<GgufTensor>(first.Tensors);
        var names = first.Tensors.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var sizeBytes = first.FileBytes;
        for (var part = 1; part < files.Count; part++)
        {
            var name = Path.GetFileName(files[part]);
            var read = GgufHeader.Read(files[part]);
            if (!read.IsSuccess)
                return Refused($"{name}: {read.Error.Message}");
            if (read.Value.Number(NumberKey) != part || read.Value.Number(CountKey) != files.Count)
                return Refused($"{name} says it is part {read.Value.Number(NumberKey) + 1} of {read.Value.Number(CountKey)}, not part {part + 1} of {files.Count}.");
            if (read.Value.Tensors.FirstOrDefault(t => !names.Add(t.Name)) is { } twice)
                return Refused($"{name} holds the tensor \"{twice.Name}\", which another part holds too.");
            if (tensors.Count + read.Value.TensorCount > GgufLimits.Tensors)
                return Refused($"The parts hold more than {GgufLimits.Tensors} tensors together.");
            tensors.AddRange(read.Value.Tensors);
            sizeBytes += read.Value.FileBytes;
        }
        return first.Number(TensorsKey) is { } expected && expected != tensors.Count
            ? Refused($"The model has {expected} tensors ({TensorsKey}); its {files.Count} files hold {tensors.Count}.")
            : new GgufModel(first, files, tensors, sizeBytes);
    }

    private static Error Refused(string why) => new(ErrorCode.ModelLoadFailed, why);

    [GeneratedRegex(@"^(?<prefix>.*)-\d{5}-of-(?<count>\d{5})(?<ending>\.gguf)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex PartName();
}
