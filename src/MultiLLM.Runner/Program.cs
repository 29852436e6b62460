using System.Runtime.InteropServices;
using MultiLLM.Runner.Hosting;
using MultiLLM.Runner.Native;
using MultiLLM.Runner.Supervision;

if (SupervisorCommand.TryRun(args) is { } exitCode)
    return exitCode;
if (args is not ["--socket", var path])
{
    Console.Error.WriteLine("usage: MultiLLM.Runner --socket PATH    (started by the MultiLLM server)");
    return 2;
}

// Ctrl+C, a closed terminal, timeout(1) and service managers signal every process of the group. The server decides what it means;
// a runner leaves when its parent does.
var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
    .Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true))
    .ToArray();

NativeLog.Verbose = Environment.GetEnvironmentVariable("MULTILLM_RUNNER_VERBOSE") == "1";
using var parent = ParentConnection.Connect(path);
NativeLibraries.Load();
var session = new RunnerSession(parent, TimeProvider.System);
session.SayHello();

// About a second of work that the first request would otherwise wait for.
ThreadPool.UnsafeQueueUserWorkItem(_ => WarmUp.Run(), null);

try
{
    await parent.ReadAsync(session.Handle);
}
catch (Exception e) when (e is System.Net.Sockets.SocketException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
}

// The parent is gone. Native work may be under way on other threads, so nothing is freed or waited for.
GC.KeepAlive(signals);
ProcessExit.Now();
return 0;
