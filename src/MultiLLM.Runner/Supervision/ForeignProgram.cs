using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Supervision;

/// <summary>
/// The last moments before a process becomes the program that is to be supervised: <c>--become PARENT PROGRAM ARGUMENTS…</c>. What is done here
/// holds for the program from its first instruction on, which no caller of a plain start can promise.
/// </summary>
internal static unsafe class ForeignProgram
{
    private const int CannotRun = 127; // as shells say

    /// <summary>Returns only where the program cannot be run.</summary>
    public static int Become(int parent, IReadOnlyList<string> command)
    {
        // A session and group of its own: no terminal's Ctrl+C reaches it, and one signal reaches all of it.
        _ = UnixProcesses.setsid();
        if (OperatingSystem.IsLinux())
            _ = UnixProcesses.prctl(UnixProcesses.SetParentDeathSignal, UnixProcesses.SigKill, 0, 0, 0);
        if (UnixProcesses.getppid() != parent)
            return CannotRun; // the supervisor died before the signal was set
        _ = UnixProcesses.dup2(UnixProcesses.open("/dev/null", 0), 0);
        _ = UnixProcesses.signal(UnixProcesses.SigPipe, UnixProcesses.DefaultAction); // .NET ignores it, and that would be inherited
        var arguments = UnixProcesses.Strings(command);
        _ = UnixProcesses.execvp(arguments[0], arguments);
        var error = Marshal.GetLastPInvokeError();
        Console.Error.WriteLine($"{command[0]} cannot be run: {Marshal.GetPInvokeErrorMessage(error)}");
        return CannotRun;
    }
}
