using System.Globalization;
using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Supervision;

/// <summary>The two ways in which this executable serves a program that is not ours.</summary>
internal static class SupervisorCommand
{
    /// <summary>The exit code; null: the arguments ask for something else.</summary>
    public static int? TryRun(string[] args)
    {
        if (args is ["--become", var parent, _, ..] && int.TryParse(parent, CultureInfo.InvariantCulture, out var parentId))
            return ForeignProgram.Become(parentId, args[2..]);
        if (args is not ["--supervise", var grace, _, ..] || !double.TryParse(grace, CultureInfo.InvariantCulture, out var seconds))
            return null;
        // What a terminal or a service manager sends to the whole group is the service's business, which ends standard input.
        var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
            .Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true)).ToArray();
        var code = Supervisor.Run(seconds, args[2..]);
        GC.KeepAlive(signals);
        return code;
    }
}
