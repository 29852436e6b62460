using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MultiLLM.Cli.Hosting;

/// <summary>Becomes another program: it gets our process id, terminal and signals, and its exit code is ours.</summary>
internal static class ProcessReplacement
{
    public static async Task<int> RunAsync(string fileName, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (name, value) in environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        return OperatingSystem.IsWindows()
            ? await RunChildAsync(fileName, arguments).ConfigureAwait(false)
            : Replace(fileName, arguments);
    }

    private static int Replace(string fileName, IReadOnlyList<string> arguments)
    {
        var variables = Environment.GetEnvironmentVariables();
        var environment = new List<string?>(variables.Count + 1);
        foreach (System.Collections.DictionaryEntry variable in variables)
        {
            environment.Add($"{variable.Key}={variable.Value}");
        }

        _ = execve(fileName, [fileName, .. arguments, null], [.. environment, null]);
        throw new CliFailure(ExitCode.NoServer, "server_not_started", $"{fileName} cannot be run: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    // Windows has no way to become another program. The console sends Ctrl+C to both; we only wait.
    private static async Task<int> RunChildAsync(string fileName, IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(fileName, arguments) { UseShellExecute = false })!;
            await process.WaitForExitAsync().ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (Win32Exception exception)
        {
            throw new CliFailure(ExitCode.NoServer, "server_not_started", $"{fileName} cannot be run: {exception.Message}");
        }
    }

#pragma warning disable SYSLIB1054, CA2101, CA5392 // Source-generated imports need unsafe code, which this project does without. LPStr is UTF-8 on Unix.
    [DllImport("libc", EntryPoint = "execve", SetLastError = true, BestFitMapping = false)]
    private static extern int execve(
        [MarshalAs(UnmanagedType.LPStr)] string path,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] environment);
#pragma warning restore
}
