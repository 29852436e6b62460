using MultiLLM.Cli.Commands;

namespace MultiLLM.Cli.Doctor;

/// <summary>The folder of models, database, keys and logs.</summary>
internal static class HomeChecks
{
    private const long LittleSpace = 2_000_000_000;

    public static CheckResult Writable(string home)
    {
        const string Name = "home";
        try
        {
            Directory.CreateDirectory(home);
            var probe = Path.Combine(home, $".doctor-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var space = new DriveInfo(home).AvailableFreeSpace;
            var detail = $"{home} is writable, {Output.Bytes(space)} free";
            return space >= LittleSpace
                ? CheckResult.Ok(Name, detail)
                : CheckResult.Warn(Name, detail, "Larger models need gigabytes: free some space, or point MULTILLM_HOME to another disk.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Fail(Name, $"{home} is not writable: {exception.Message}", "Change its owner, or point MULTILLM_HOME to a folder of yours.");
        }
    }

    public static CheckResult Models(string modelsFolder, string starterFolder)
    {
        const string Name = "models";
        var own = GgufFiles(modelsFolder);
        var starters = GgufFiles(starterFolder);
        var broken = own.Concat(starters).Where(file => !IsGguf(file)).ToList();
        var detail = $"{own.Count} in {CliContext.Tilde(modelsFolder)}, {starters.Count} bundled starter models";
        var add = $"Put a GGUF file into {CliContext.Tilde(modelsFolder)}.";
        return broken.Count > 0 ? CheckResult.Warn(Name, $"{detail}; not GGUF or cut off: {string.Join(", ", broken)}", "Fetch these files again, or remove them.")
            : own.Count + starters.Count == 0 ? CheckResult.Fail(Name, detail, add)
            : own.Count == 0 ? CheckResult.Ok(Name, $"{detail} (tiny, often wrong). {add}")
            : CheckResult.Ok(Name, detail);
    }

    private static List<string> GgufFiles(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.gguf", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true })]
        : [];

    private static bool IsGguf(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var magic = new byte[4];
            return stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.AsSpan().SequenceEqual("GGUF"u8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
