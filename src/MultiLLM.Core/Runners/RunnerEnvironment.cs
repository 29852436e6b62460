namespace MultiLLM.Core.Runners;

/// <summary>What of our environment a runner gets: the few names that .NET and the engine need, none that may hold a secret.</summary>
internal static class RunnerEnvironment
{
    private static readonly string[] Passed =
    [
        "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64",
        "DOTNET_PerfMapEnabled", "DOTNET_EnableDiagnostics_IPC",
        "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "GGML_VK_VISIBLE_DEVICES",
    ];

    public static void Apply(IDictionary<string, string?> environment)
    {
        var kept = Passed.Where(environment.ContainsKey).ToDictionary(name => name, name => environment[name]);
        environment.Clear();
        foreach (var (name, value) in kept)
            environment[name] = value;
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_GCgen0size"] = "400000"; // hexadecimal; the default is the size of the last cache, tens of megabytes for a few requests
        environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1"; // one socket: handing its messages to another thread only takes time
        environment["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID"; // devices of one name are told apart by their order, which is the driver's then
        environment.TryAdd("DOTNET_EnableDiagnostics_IPC", "0"); // its socket file would outlive a runner that is killed
    }
}
