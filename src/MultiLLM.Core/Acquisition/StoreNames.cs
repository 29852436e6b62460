using System.Buffers;
using System.Text;

namespace MultiLLM.Core.Acquisition;

/// <summary>Which names may become files and folders of the store, on any operating system.</summary>
internal static class StoreNames
{
    private const int MaxIdLength = 128;
    private const int MaxNameBytes = 200; // file systems take 255, and suffixes are added
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");
    private static readonly SearchValues<char> RevisionCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/");
    private static readonly SearchValues<char> RepositoryCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|");
    private static readonly string[] Reserved = ["con", "prn", "aux", "nul"];

    /// <summary>Null: the id may be used. Else what is wrong with it, to follow the field's name.</summary>
    public static string? ProblemOfId(string id) =>
        id.Length is 0 or > MaxIdLength ? $"must have from 1 to {MaxIdLength} characters"
        : id.AsSpan().ContainsAnyExcept(IdCharacters) || !char.IsAsciiLetterOrDigit(id[0]) || id[^1] == '.'
            ? "takes lower-case letters, digits, dots, dashes and underscores, and starts with a letter or digit"
        : id is "auto" or "pull" or "import" || IsReserved(id) ? $"must not be \"{id}\""
        : null;

    /// <summary>Null: a model file may have this name. Else what is wrong with it, to follow the name.</summary>
    public static string? ProblemOfFile(string name) =>
        ProblemOfPart(name) ?? (name.Length > 5 && name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? null : "is no GGUF file: its name must end with .gguf");

    /// <summary>Null: a path inside a repository, forward slashes, that ends with a model file's name.</summary>
    public static string? ProblemOfRepositoryPath(string path)
    {
        var parts = path.Split('/');
        return parts.Length > 16 ? "has too many folders" : parts.Select(ProblemOfPart).FirstOrDefault(problem => problem is not null) ?? ProblemOfFile(parts[^1]);
    }

    /// <summary>Null: "owner/name" as the hub allows it.</summary>
    public static string? ProblemOfRepository(string repository) =>
        repository.Split('/') is [{ Length: > 0 and <= 96 } owner, { Length: > 0 and <= 96 } name]
        && IsRepositoryPart(owner) && IsRepositoryPart(name)
            ? null
            : "must be owner/name, of letters, digits, dots, dashes and underscores";

    /// <summary>Null: a branch, tag or commit.</summary>
    public static string? ProblemOfRevision(string revision) =>
        revision.Length is > 0 and <= 200 && !revision.AsSpan().ContainsAnyExcept(RevisionCharacters)
        && revision.Split('/').All(part => part.Length > 0 && part is not ("." or ".."))
            ? null
            : "must be a branch, tag or commit: up to 200 letters, digits, dots, dashes, underscores and slashes";

    private static string? ProblemOfPart(string name) =>
        name.Length == 0 ? "has an empty part"
        : name is "." or ".." || name[0] == '.' ? "must not leave its folder, nor be hidden"
        : name.AsSpan().ContainsAny(Forbidden) || name.Any(char.IsControl) || !IsText(name) ? "has characters that file names cannot have everywhere"
        : name[^1] is '.' or ' ' ? "must not end with a dot or a space"
        : IsReserved(name) ? "is a name that Windows reserves"
        : Encoding.UTF8.GetByteCount(name) > MaxNameBytes ? $"is longer than {MaxNameBytes} bytes"
        : null;

    private static bool IsRepositoryPart(string part) =>
        !part.AsSpan().ContainsAnyExcept(RepositoryCharacters) && !part.Contains("..", StringComparison.Ordinal) && part[0] is not ('.' or '-') && part[^1] is not ('.' or '-');

    // With any extension too: "nul.gguf" is the null device.
    private static bool IsReserved(string name)
    {
        var stem = name.Split('.')[0].TrimEnd(' ').ToLowerInvariant();
        return Reserved.Contains(stem) || (stem.Length == 4 && (stem[..3] is "com" or "lpt") && char.IsAsciiDigit(stem[3]));
    }

    private static bool IsText(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
                i++;
            else if (char.IsSurrogate(name[i]))
                return false;
        }
        return true;
    }
}
