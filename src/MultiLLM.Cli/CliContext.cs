using MultiLLM.Cli.Terminal;

namespace MultiLLM.Cli;

/// <summary>What the commands see of the world around them.</summary>
internal sealed record CliContext
{
    public required CliConsole Console { get; init; }
    public required Interrupts Interrupts { get; init; }
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The folder of this executable; the server and the runner lie beside it.</summary>
    public required string BaseDirectory { get; init; }
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Models, database, keys and logs.</summary>
    public string Home => Environment("MULTILLM_HOME") is { Length: > 0 } home
        ? Path.GetFullPath(home.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(UserProfile, home[2..]) : home)
        : Path.Combine(UserProfile, ".multillm");

    private static string UserProfile => System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);

    public static CliContext ForProcess() => new()
    {
        Console = CliConsole.ForProcess(),
        Interrupts = new Interrupts(),
        Environment = System.Environment.GetEnvironmentVariable,
        BaseDirectory = AppContext.BaseDirectory,
    };

    /// <summary>A path as people write it.</summary>
    public static string Tilde(string path) =>
        UserProfile.Length > 1 && path.StartsWith(UserProfile + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "~" + path[UserProfile.Length..] : path;
}
