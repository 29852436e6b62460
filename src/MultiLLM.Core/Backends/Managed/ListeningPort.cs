using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>Who listens on a port of this machine, by Linux's tables of sockets.</summary>
internal static class ListeningPort
{
    private const string ListenState = "0A";

    /// <summary>One that nobody uses just now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>
    /// Why prompts must not be sent to this port of 127.0.0.1, to complete "its server …"; null: these processes listen there, and only this machine reaches
    /// them. Where the system does not tell, nothing is found.
    /// </summary>
    public static string? Problem(int port, IReadOnlyList<int> processes)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var own = processes.SelectMany(Sockets).ToHashSet();
        var listening = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.SelectMany(Listeners).Where(socket => socket.Port == port && own.Contains(socket.Inode)).ToList();
        if (listening.Count == 0)
            return $"does not listen on port {port}: another program answers there";
        if (listening.Find(socket => !IPAddress.IsLoopback(socket.Address)) is { Address: { } open })
            return $"listens on {open}, where other machines can reach it; have it listen on 127.0.0.1";
        return listening.Exists(socket => Unmapped(socket.Address).Equals(IPAddress.Loopback)) ? null : "does not listen on 127.0.0.1";
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // "0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 1000 0 12345 …": addresses in hexadecimal, each four bytes in reverse.
    private static IEnumerable<(IPAddress Address, int Port, string Inode)> Listeners(string table)
    {
        if (!File.Exists(table))
            yield break; // no IPv6
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 10 || fields[3] != ListenState || fields[1].Split(':') is not [var address, var port])
                continue;
            var bytes = Convert.FromHexString(address);
            for (var i = 0; i < bytes.Length; i += 4)
                bytes.AsSpan(i, 4).Reverse();
            yield return (new IPAddress(bytes), int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture), fields[9]);
        }
    }

    /// <summary>Inodes of a process's sockets.</summary>
    private static IEnumerable<string> Sockets(int process)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget).OfType<string>()
                .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target["socket:[".Length..^1])];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // it ended meanwhile
        }
    }
}
