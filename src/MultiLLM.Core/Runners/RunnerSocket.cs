using System.Net.Sockets;

namespace MultiLLM.Core.Runners;

/// <summary>A listening Unix socket in a folder that only this user can enter; gone from the file system when disposed.</summary>
internal sealed class RunnerSocket : IDisposable
{
    private const int MaxPathBytes = 100; // sun_path holds 108, on some systems 104

    private readonly Socket _listener;
    private readonly DirectoryInfo _folder;

    private RunnerSocket(DirectoryInfo folder)
    {
        _folder = folder;
        Path = System.IO.Path.Combine(folder.FullName, "s");
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen(1);
    }

    public string Path { get; }

    public static RunnerSocket Listen()
    {
        var folder = Directory.CreateTempSubdirectory("multillm-"); // mode 0700
        if (!OperatingSystem.IsWindows() && folder.FullName.Length + 2 > MaxPathBytes && Directory.Exists("/tmp"))
        {
            folder.Delete();
            folder = Directory.CreateDirectory(
                $"/tmp/multillm-{Guid.NewGuid():N}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        try
        {
            return new RunnerSocket(folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    public Task<Socket> AcceptAsync(CancellationToken cancellationToken) => _listener.AcceptAsync(cancellationToken).AsTask();

    public void Dispose()
    {
        _listener.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // disposed before
        }
    }
}
