using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FakeServer;

// A program that serves a model in the OpenAI dialect and misbehaves as asked: FakeServer PORT FOLDER [FAULT…]
if (args is not [var portText, var folder, .. var faults])
{
    Console.Error.WriteLine("usage: FakeServer PORT FOLDER [FAULT…]");
    return 2;
}
File.AppendAllText(Path.Combine(folder, "starts"), $"{Environment.ProcessId}\n");
File.WriteAllLines(Path.Combine(folder, "arguments"), args);
File.WriteAllLines(Path.Combine(folder, "environment"), Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(v => $"{v.Key}={v.Value}"));
if (faults.Contains("exit-at-once"))
{
    Console.WriteLine("a line of output");
    Console.Error.WriteLine("no such model");
    return 3;
}
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = faults.Contains("ignore-term"));
if (faults.Contains("flood"))
{
    var junk = new string('x', 64 * 1024);
    for (var i = 0; i < 4096; i++)
        await (i % 2 == 0 ? Console.Out : Console.Error).WriteAsync(junk);
}
if (faults.Contains("fork"))
{
    // A child in a session of its own whose parent ends: what a daemon is.
    using var shell = Process.Start("/bin/sh", ["-c", $"setsid sh -c 'echo $$ > {folder}/daemon; exec sleep 600' &"]);
    await shell.WaitForExitAsync();
}
using var listener = new TcpListener(faults.Contains("open") ? IPAddress.Any : IPAddress.Loopback, int.Parse(portText));
listener.Start();
var served = new Conversation(faults);
while (true)
{
    var socket = await listener.AcceptTcpClientAsync();
    _ = Task.Run(() => served.ServeAsync(socket));
}
