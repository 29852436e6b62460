using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MultiLLM.EndToEndTests.Support;

internal static class Signals
{
    public static void Send(int processId, PosixSignal signal)
    {
        var name = signal switch
        {
            PosixSignal.SIGINT => "-INT",
            PosixSignal.SIGTERM => "-TERM",
            _ => throw new ArgumentOutOfRangeException(nameof(signal)),
        };
        using var kill = Process.Start("kill", [name, processId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
