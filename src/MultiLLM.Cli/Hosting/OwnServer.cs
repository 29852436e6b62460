using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MultiLLM.Client;

namespace MultiLLM.Cli.Hosting;

/// <summary>
/// A server that lives as long as this command. It holds the read end of our pipe as its input and leaves when that closes, so it
/// goes with us however we go.
/// </summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OutputLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);
    private readonly Process _process;
    private readonly OutputTail _tail;
    private readonly TimeProvider _time;

    private OwnServer(Process process, OutputTail tail, Uri address, TimeProvider time)
    {
        _process = process;
        _tail = tail;
        _time = time;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts a server on a free port and waits until it is ready.</summary>
    /// <exception cref="CliFailure">It did not start; the message has the end of what it said.</exception>
    public static async Task<OwnServer> StartAsync(CliContext cli, CancellationToken cancellationToken)
    {
        var command = ServerLocator.Find(cli);
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(command.FileName)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (IEnumerable<string>)[.. command.Arguments, "--urls", ServiceAddress.Show(address), "--exit-when-stdin-closes"])
        {
            start.ArgumentList.Add(argument);
        }

        var tail = new OutputTail();
        var process = Process.Start(start) ?? throw new InvalidOperationException("No process.");
        tail.Follow(process);
        var server = new OwnServer(process, tail, address, cli.Time);
        try
        {
            await server.WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether its process is gone, or is just going.</summary>
    public async Task<bool> HasEndedAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit, _time);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return _process.HasExited; // a child of its own may still hold its output open
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(StopLimit, _time);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        finally
        {
            _process.Dispose();
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new MultiLLMClient(Address);
        using var limit = new CancellationTokenSource(StartLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var reason = "it does not answer";
        try
        {
            while (true)
            {
                if (_process.HasExited)
                {
                    await ReadRestAsync().ConfigureAwait(false);
                    throw Failure($"it ended with exit code {_process.ExitCode}");
                }

                try
                {
                    var health = await client.ReadyAsync(either.Token).ConfigureAwait(false);
                    if (health.Status == "ok")
                    {
                        return;
                    }

                    reason = string.Join("; ", health.Reasons);
                }
                catch (HttpRequestException)
                {
                    // Not listening yet.
                }

                await Task.Delay(PollInterval, _time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure($"not ready after {StartLimit.TotalSeconds:0} s: {reason}");
        }
    }

    // What a process said last may arrive after its end. A child of its own could hold the pipe open, so this does not wait for ever.
    private async Task ReadRestAsync()
    {
        using var limit = new CancellationTokenSource(OutputLimit, _time);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private CliFailure Failure(string why)
    {
        var said = _tail.ToString();
        return new CliFailure(ExitCode.NoServer, "server_not_started", $"The service did not start: {why}.{(said.Length == 0 ? "" : "\n" + said)}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
