namespace MultiLLM.Cli.Doctor;

/// <summary>Whether there is a GPU, and whether the installed engine has code for it; both as far as files tell.</summary>
internal static class GpuCheck
{
    private const string Name = "GPU";
    private const string Cards = "/sys/class/drm";

    private static readonly (string Library, string Shown)[] s_libraries =
        [("ggml-cuda", "CUDA"), ("ggml-vulkan", "Vulkan"), ("ggml-hip", "HIP"), ("ggml-sycl", "SYCL"), ("ggml-metal", "Metal")];

    public static CheckResult Run(CliContext cli) =>
        Judge(Vendors(File.Exists, Read), Libraries(Path.GetFullPath(Path.Combine(cli.BaseDirectory, "..", "runner", "native"))), cli.Environment("ENABLE_GPU"));

    /// <param name="vendors">Whose GPUs are there.</param>
    /// <param name="libraries">What the engine has code for.</param>
    /// <param name="enabled">ENABLE_GPU as this shell has it.</param>
    public static CheckResult Judge(IReadOnlyList<string> vendors, IReadOnlyList<string> libraries, string? enabled)
    {
        if (vendors.Count == 0)
        {
            return CheckResult.Ok(Name, "none found; models run on the processor");
        }

        var found = string.Join(" and ", vendors);
        if (libraries.Count == 0)
        {
            return CheckResult.Warn(Name, $"{found}, but the installed engine has code for the processor only", "docs/gpu.md says how to add the library for it.");
        }

        var detail = $"{found}, the engine has code for {string.Join(" and ", libraries)}";
        return enabled?.Trim().ToLowerInvariant() is "true" or "1" or "yes" or "on"
            ? CheckResult.Ok(Name, detail)
            : CheckResult.Ok(Name, $"{detail}; ENABLE_GPU=true lets models use it");
    }

    /// <param name="exists">Whether a file is there.</param>
    /// <param name="read">The text of a file; null where it cannot be read.</param>
    public static IReadOnlyList<string> Vendors(Func<string, bool> exists, Func<string, string?> read)
    {
        var vendors = new SortedSet<string>(StringComparer.Ordinal);
        if (exists("/proc/driver/nvidia/version") || exists("/dev/nvidiactl"))
        {
            vendors.Add("NVIDIA");
        }

        for (var card = 0; card < 16; card++)
        {
            switch (read($"{Cards}/card{card}/device/vendor")?.Trim())
            {
                case "0x10de":
                    vendors.Add("NVIDIA");
                    break;
                case "0x1002":
                    vendors.Add("AMD");
                    break;
                case "0x8086":
                    vendors.Add("Intel");
                    break;
            }
        }

        return [.. vendors];
    }

    private static List<string> Libraries(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).ToList() : [];
        return [.. s_libraries.Where(library => files.Any(file => file.Contains(library.Library, StringComparison.Ordinal))).Select(library => library.Shown)];
    }

    private static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
