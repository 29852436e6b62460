namespace MultiLLM.Core.Runners;

/// <summary>What of our environment our children get: the few names that .NET and the engine need, none that may hold a secret.</summary>
internal static class RunnerEnvironment
{
    private static readonly string[] Passed =
    [
        "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64",
        "DOTNET_PerfMapEnabled", "DOTNET_EnableDiagnostics_IPC", "DOTNET_EnableDiagnostics_Debugger",
        "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "GGML_VK_VISIBLE_DEVICES",
        "VK_ICD_FILENAMES", "VK_DRIVER_FILES",
    ];

    /// <summary>For a program that is not ours: the names alone.</summary>
    public static void Keep(IDictionary<string, string?> environment)
    {
        var kept = Passed.Where(environment.ContainsKey).ToDictionary(name => name, name => environment[name]);
        environment.Clear();
        foreach (var (name, value) in kept)
            environment[name] = value;
    }

    public static void Apply(IDictionary<string, string?> environment)
    {
        Keep(environment);
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_GCgen0size"] = "200000"; // hexadecimal; the default is the size of the last cache, tens of megabytes for a few requests
        environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1"; // one socket: handing its messages to another thread only takes time
        environment["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID"; // devices of one name are told apart by their order, which is the driver's then
        // What the runtime keeps in the folder for temporary files would outlive a runner, and with every swap there would be more of it.
        environment.TryAdd("DOTNET_EnableDiagnostics_IPC", "0");
        environment.TryAdd("DOTNET_EnableDiagnostics_Debugger", "0");
    }
}
