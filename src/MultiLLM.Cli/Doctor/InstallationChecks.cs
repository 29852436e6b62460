using MultiLLM.Cli.Hosting;

namespace MultiLLM.Cli.Doctor;

/// <summary>Whether the parts lie where this program looks for them.</summary>
internal static class InstallationChecks
{
    private const string Rebuild = "Run the multillm script from the repository: it builds and installs what is missing.";

    public static string StarterFolder(CliContext cli) => Beside(cli, "models", "starter");

    public static CheckResult Server(CliContext cli)
    {
        try
        {
            var command = ServerLocator.Find(cli);
            return CheckResult.Ok("server", command.Arguments.Count > 0 ? command.Arguments[^1] : command.FileName);
        }
        catch (CliFailure failure)
        {
            return CheckResult.Fail("server", failure.Message, Rebuild);
        }
    }

    public static CheckResult NativeLibraries(CliContext cli)
    {
        const string Name = "llama.cpp";
        var folder = Beside(cli, "runner", "native");
        if (!Directory.Exists(folder))
        {
            return CheckResult.Fail(Name, $"no folder {folder}", Rebuild + " It needs Node.js for that.");
        }

        var files = Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).ToList();
        var missing = new[] { "llama", "ggml", "ggml-base" }.Where(library => !files.Any(file => IsLibrary(file, library))).ToList();
        var plugins = files.Count(file => file.Contains("ggml-cpu", StringComparison.Ordinal));
        return missing.Count > 0 ? CheckResult.Fail(Name, $"{folder} lacks {string.Join(", ", missing)}", Rebuild)
            : plugins == 0 ? CheckResult.Fail(Name, $"{folder} has no CPU library (ggml-cpu)", Rebuild)
            : CheckResult.Ok(Name, $"{folder}, {plugins} CPU variants");
    }

    /// <summary>"libllama.so", "libllama.v0.5.0.so", "llama.dll", "libllama.dylib".</summary>
    private static bool IsLibrary(string file, string library)
    {
        var name = file.StartsWith("lib", StringComparison.Ordinal) ? file[3..] : file;
        return name.StartsWith(library + ".", StringComparison.Ordinal)
            && Path.GetExtension(name) is ".so" or ".dll" or ".dylib";
    }

    private static string Beside(CliContext cli, params ReadOnlySpan<string> parts) => Path.GetFullPath(Path.Combine([cli.BaseDirectory, "..", .. parts]));
}
