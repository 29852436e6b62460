using System.Net;
using System.Net.Sockets;

namespace MultiLLM.EndToEndTests.Support;

/// <summary>A home folder and an address of its own, so that a test neither sees nor disturbs what else runs on the machine.</summary>
public sealed class Sandbox : IDisposable
{
    public Sandbox()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        Url = $"http://127.0.0.1:{Port}";
    }

    public string Home { get; } = Directory.CreateTempSubdirectory("multillm-e2e-").FullName;

    public int Port { get; }

    public string Url { get; set; }

    /// <summary>More variables.</summary>
    public Dictionary<string, string> Extra { get; } = [];

    public Dictionary<string, string> Environment => new(Extra) { ["MULTILLM_HOME"] = Home, ["MULTILLM_URL"] = Url, ["NO_COLOR"] = "1" };

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
