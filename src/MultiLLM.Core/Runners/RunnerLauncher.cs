using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Runners;

internal sealed partial class RunnerLauncher(
    IOptions<MultiLLMOptions> options, EngineReport engine, TimeProvider time, ILogger<RunnerLauncher> log) : IRunnerLauncher
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private const int ProtocolVersion = 1;

    public async Task<RunnerProcess> StartAsync(CancellationToken cancellationToken)
    {
        var path = options.Value.RunnerPath;
        if (!File.Exists(path))
            throw Failed($"The runner is not there: {path}");

        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(StartTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var door = RunnerSocket.Listen();
        var child = Spawn(path, door.Path);
        var output = new OutputTail(child);
        Socket? socket = null;
        try
        {
            socket = await AcceptAsync(door, child, stop.Token);
            door.Dispose(); // nobody else may knock
            var connection = new RunnerConnection(socket, time);
            var hello = await connection.ReceiveHelloAsync(stop.Token);
            if (hello.ProtocolVersion != ProtocolVersion)
                throw Failed($"The runner speaks protocol {hello.ProtocolVersion}, this service {ProtocolVersion}: rebuild both.");
            engine.Greeted(hello);
            LogStarted(child.Id, time.GetElapsedTime(started).TotalSeconds, hello.EngineVersion);
            return new RunnerProcess(child, output, connection, hello, time);
        }
        catch (Exception error) when (error is not MultiLLMException)
        {
            Abandon(child, socket);
            cancellationToken.ThrowIfCancellationRequested();
            var why = limit.IsCancellationRequested ? $"it was not ready after {StartTimeout.TotalSeconds:0} s" : error.Message;
            var last = output.LastLines;
            throw Failed($"The runner did not start: {why}{(last.Length > 0 ? $" Its last words: {last}" : "")}", error);
        }
        catch
        {
            Abandon(child, socket);
            throw;
        }
    }

    private static async Task<Socket> AcceptAsync(RunnerSocket door, Process child, CancellationToken cancellationToken)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var exit = child.WaitForExitAsync(left.Token);
        var accept = door.AcceptAsync(left.Token);
        if (await Task.WhenAny(accept, exit) == exit && !accept.IsCompletedSuccessfully)
        {
            await left.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"it ended with {RunnerProcess.ExitText(child)} before it connected.");
        }
        await left.CancelAsync();
        return await accept;
    }

    private static Process Spawn(string path, string socketPath)
    {
        var start = RunnerExecutable.StartInfo(path);
        start.ArgumentList.Add("--socket");
        start.ArgumentList.Add(socketPath);
        RunnerEnvironment.Apply(start.Environment);
        try
        {
            var child = Process.Start(start) ?? throw Failed($"{start.FileName} did not start.");
            child.StandardInput.Close();
            return child;
        }
        catch (Win32Exception error)
        {
            throw Failed($"{start.FileName} cannot be started: {error.Message}", error);
        }
    }

    private static void Abandon(Process child, Socket? socket)
    {
        socket?.Dispose();
        RunnerProcess.Kill(child);
        child.Dispose();
    }

    private static MultiLLMException Failed(string message, Exception? inner = null) =>
        new(new Error(ErrorCode.ModelLoadFailed, message), inner);

    [LoggerMessage(LogLevel.Debug, "Runner {ProcessId} ready after {Seconds:0.000} s (engine {Engine})")]
    private partial void LogStarted(int processId, double seconds, string engine);
}
