using System.Text.RegularExpressions;
using MultiLLM.Core.Backends.Managed;

namespace MultiLLM.Core.Catalog.Documents;

/// <summary>The program of one model of a catalog file. No complaint repeats a value of the environment, which may be a secret.</summary>
internal static partial class ProgramCheck
{
    private const int MostArguments = 256;
    private const int LongestArgument = 8192;
    private const double MostSeconds = 86_400;

    public static IEnumerable<DocumentProblem> Problems(ProgramDocument server, string at)
    {
        if (server.Command.Count is 0 or > MostArguments)
            yield return new($"{at}.command", $"has {server.Command.Count} parts; it must have from 1 to {MostArguments}, the program first");
        for (var i = 0; i < server.Command.Count; i++)
            if (Complaint(server.Command[i], isProgram: i == 0) is { } complaint)
                yield return new($"{at}.command[{i}]", complaint);
        foreach (var (name, value) in server.Environment ?? new Dictionary<string, string>())
        {
            if (!Variable().IsMatch(name))
                yield return new($"{at}.environment", "has a name that no environment variable can have");
            else if (Complaint(value, isProgram: false) is { } complaint)
                yield return new($"{at}.environment.{name}", complaint);
        }
        if (server.Port is null or 0 && !Texts(server).Any(text => text.Contains(ServerCommand.PortNumber, StringComparison.Ordinal)))
            yield return new(at, $"lets a free port be chosen, so its command or environment must have {ServerCommand.PortNumber} where the program takes it");
        if (server.Port is < 0 or > 65_535)
            yield return new($"{at}.port", $"is {server.Port}; it must be from 0 to 65535");
        if (server.Health is { } health && !UrlPath().IsMatch(health))
            yield return new($"{at}.health", "must be a path such as \"/health\"");
        if (server.BasePath is { } path && !UrlPath().IsMatch(path))
            yield return new($"{at}.base_path", "must be a path such as \"/v1\"");
        if (server.WorkingDirectory is { } folder && !Path.IsPathFullyQualified(folder))
            yield return new($"{at}.working_directory", "must be an absolute path");
        foreach (var problem in Numbers(server, at))
            yield return problem;
    }

    private static IEnumerable<DocumentProblem> Numbers(ProgramDocument server, string at)
    {
        if (server.MemoryBytes is < 1_000_000)
            yield return new($"{at}.memory_bytes", $"is {server.MemoryBytes}; it must be 1000000 or more");
        if (server.Slots is < 1 or > 100_000)
            yield return new($"{at}.slots", $"is {server.Slots}; it must be from 1 to 100000");
        if (server.Model is { } model && (string.IsNullOrWhiteSpace(model) || model.Length > 256 || model.Any(char.IsControl)))
            yield return new($"{at}.model", "must be the server's name for the model, at most 256 characters");
        (string Member, double? Seconds)[] limits = [("ready_timeout_seconds", server.ReadyTimeoutSeconds), ("stop_timeout_seconds", server.StopTimeoutSeconds)];
        foreach (var (member, seconds) in limits)
            if (seconds is { } some && some is not (>= 0.1 and <= MostSeconds))
                yield return new($"{at}.{member}", $"is {some}; it must be from 0.1 to {MostSeconds}");
    }

    private static IEnumerable<string> Texts(ProgramDocument server) => server.Command.Concat(server.Environment?.Values ?? []);

    private static string? Complaint(string text, bool isProgram) =>
        isProgram && string.IsNullOrWhiteSpace(text) ? "is blank; it must be the program"
        : text.Length > LongestArgument ? $"has {text.Length} characters; at most {LongestArgument} are allowed"
        : text.Contains('\0', StringComparison.Ordinal) ? "holds a zero character"
        : isProgram && text.Contains('{', StringComparison.Ordinal) ? "is the program, which takes no placeholder"
        : isProgram && text.Contains(Path.DirectorySeparatorChar) && !Path.IsPathFullyQualified(text) ? "must be an absolute path, or a name that is found by PATH"
        : LikePlaceholder().Match(text) is { Success: true } && !ServerCommand.Placeholders.Contains(text) ? $"is no placeholder; there are {string.Join(", ", ServerCommand.Placeholders)}"
        : null;

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^/[A-Za-z0-9._/-]{0,255}\z")]
    private static partial Regex UrlPath();

    [GeneratedRegex(@"^\{[a-z_]+\}\z")]
    private static partial Regex LikePlaceholder();
}
