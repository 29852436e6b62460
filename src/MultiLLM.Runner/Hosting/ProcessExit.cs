using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Hosting;

/// <summary>Ends the process without waiting for native threads, finalizers or exit handlers.</summary>
internal static partial class ProcessExit
{
    public static void Now()
    {
        if (OperatingSystem.IsWindows())
            Environment.Exit(0);
        else
            ExitNow(0);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int status);
}
