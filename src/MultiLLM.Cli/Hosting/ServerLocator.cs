namespace MultiLLM.Cli.Hosting;

/// <summary>How to start a server.</summary>
/// <param name="FileName">An executable.</param>
/// <param name="Arguments">What comes before the server's own arguments.</param>
internal sealed record ServerCommand(string FileName, IReadOnlyList<string> Arguments);

/// <summary>Finds the server: MULTILLM_SERVER_PATH, else in the folder "server" beside this executable's folder.</summary>
internal static class ServerLocator
{
    private const string Name = "MultiLLM.Server";

    public static ServerCommand Find(CliContext cli, string? option = null)
    {
        var configured = option is { Length: > 0 } ? option : cli.Environment("MULTILLM_SERVER_PATH");
        if (configured is { Length: > 0 })
        {
            var path = Path.GetFullPath(configured);
            return File.Exists(path)
                ? CommandFor(path)
                : throw new CliFailure(ExitCode.NoServer, "server_not_found", $"There is no server at {path} (from {(option is null ? "MULTILLM_SERVER_PATH" : "--server-path")}).");
        }

        var folder = DefaultFolder(cli);
        foreach (var name in (ReadOnlySpan<string>)[Name + ".dll", Name + (OperatingSystem.IsWindows() ? ".exe" : "")])
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                return CommandFor(path);
            }
        }

        throw new CliFailure(
            ExitCode.NoServer, "server_not_found", $"The server is not installed: {folder} has no {Name}. Set MULTILLM_SERVER_PATH, or run the multillm script, which builds it.");
    }

    public static string DefaultFolder(CliContext cli) => Path.GetFullPath(Path.Combine(cli.BaseDirectory, "..", "server"));

    /// <summary>The dotnet executable that runs this process, also where this process was started through its own executable.</summary>
    public static string DotnetHost()
    {
        var executable = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Path.GetFileName(Environment.ProcessPath) == executable)
        {
            return Environment.ProcessPath!;
        }

        // <root>/shared/Microsoft.NETCore.App/<version>/
        var runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        var host = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", executable));
        return File.Exists(host) ? host : executable;
    }

    private static ServerCommand CommandFor(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? new ServerCommand(DotnetHost(), [path]) : new ServerCommand(path, []);
}
