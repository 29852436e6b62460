using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MultiLLM.EchoServer;

// An OpenAI-compatible server that answers at once with the words it was asked, to measure what stands before it:
//   dotnet run -c Release --project bench/echo -- PORT
var port = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 9100;
using var listener = new TcpListener(IPAddress.Loopback, port);
listener.Start(backlog: 512);
Console.WriteLine($"listening on http://127.0.0.1:{port}/v1");
while (true)
{
    var connection = new Connection(listener.AcceptSocket());
    new Thread(connection.Serve) { IsBackground = true }.Start();
}
