using System.Net.Sockets;

namespace MultiLLM.Tests.Support;

/// <summary>Two ends of one Unix socket.</summary>
internal sealed record SocketPair(Socket Near, Socket Far) : IDisposable
{
    public static SocketPair Create()
    {
        using var folder = new TempFolder();
        var address = new UnixDomainSocketEndPoint(Path.Combine(folder.Path, "s"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(address);
        listener.Listen(1);
        var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        far.Connect(address);
        return new SocketPair(listener.Accept(), far);
    }

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }
}
