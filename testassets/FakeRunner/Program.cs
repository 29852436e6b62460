using System.Net.Sockets;
using System.Runtime.InteropServices;
using FakeRunner;
using MultiLLM.Runner.Supervision;

// A runner without an engine: speaks the real protocol and misbehaves as the script beside the model file says (see Script).
// Programs that serve models are supervised by the real runner's own code.
if (SupervisorCommand.TryRun(args) is { } exitCode)
    return exitCode;
if (args is not ["--socket", var path])
{
    Console.Error.WriteLine("usage: FakeRunner --socket PATH");
    return 2;
}
// Signals to the whole process group are the server's business; a runner leaves when its connection closes.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
await using var wire = new Wire(new NetworkStream(socket, ownsSocket: true));
return await new Session(wire).RunAsync();
