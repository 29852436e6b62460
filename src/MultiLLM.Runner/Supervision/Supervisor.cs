using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Supervision;

/// <summary>
/// Runs a program that is not ours and takes all of it along: <c>--supervise SECONDS PROGRAM ARGUMENTS…</c>. Standard input is the rope to the service:
/// when it ends, because the service wants that or is dead, the program is asked to leave (SIGTERM to its group), and after so many seconds everything
/// below is killed, whatever it forked, daemons too, because orphans become children of this process. When this process is killed itself, the kernel kills
/// the program. Output goes straight to the service. The exit code is the program's, or 128 and the signal it died of.
/// </summary>
internal sealed class Supervisor
{
    private readonly TimeSpan _grace;
    private int _program;

    private Supervisor(TimeSpan grace) => _grace = grace;

    public static int Run(double graceSeconds, IReadOnlyList<string> command) => new Supervisor(TimeSpan.FromSeconds(graceSeconds)).Run(command);

    private void KillAllBelow()
    {
        _ = UnixProcesses.kill(-_program, UnixProcesses.SigKill); // all that can be named where no process table is
        foreach (var process in Descendants.OfThisProcess())
            _ = UnixProcesses.kill(process, UnixProcesses.SigKill);
    }

    /// <summary>On the main thread from beginning to end: the kernel sends the parent's death signal when the thread that forked is gone.</summary>
    private int Run(IReadOnlyList<string> command)
    {
        _ = UnixProcesses.setsid(); // whoever kills the service's whole group does not kill what is to clean up after it
        if (OperatingSystem.IsLinux())
            _ = UnixProcesses.prctl(UnixProcesses.SetChildSubreaper, 1, 0, 0, 0);
        if (Start(command) is not 0 and var error)
        {
            Console.Error.WriteLine($"{command[0]} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}");
            return 127;
        }
        new Thread(WatchInput) { IsBackground = true }.Start();
        var status = WaitFor(_program);
        do
            KillAllBelow();
        while (WaitForAny());
        return UnixProcesses.ExitCodeOf(status);
    }

    private unsafe int Start(IReadOnlyList<string> command)
    {
        var self = Environment.ProcessPath!;
        List<string> start = [self];
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
            start.Add(Environment.GetCommandLineArgs()[0]);
        start.AddRange(["--become", $"{Environment.ProcessId}", .. command]);
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(variable => $"{variable.Key}={variable.Value}");
        var arguments = UnixProcesses.Strings(start);
        return UnixProcesses.posix_spawnp(out _program, arguments[0], 0, 0, arguments, UnixProcesses.Strings([.. environment]));
    }

    /// <summary>Reaps whatever ends until this one does; its status.</summary>
    private static int WaitFor(int process)
    {
        while (true)
        {
            var ended = UnixProcesses.waitpid(-1, out var status, 0);
            if (ended == process)
                return status;
            if (ended < 0 && Marshal.GetLastPInvokeError() != UnixProcesses.Interrupted)
                return 0;
        }
    }

    /// <summary>False: there are no children left.</summary>
    private static bool WaitForAny() => UnixProcesses.waitpid(-1, out _, 0) > 0 || Marshal.GetLastPInvokeError() == UnixProcesses.Interrupted;

    private void WatchInput()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[64];
        while (input.Read(ignored) > 0)
        {
        }
        if (UnixProcesses.kill(-_program, UnixProcesses.SigTerm) != 0)
            _ = UnixProcesses.kill(_program, UnixProcesses.SigTerm); // not yet the head of its group
        using var never = new ManualResetEventSlim();
        never.Wait(_grace);
        KillAllBelow();
    }
}
