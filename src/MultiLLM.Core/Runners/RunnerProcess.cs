using System.Diagnostics;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Runners;

/// <summary>One child process and the connection to it, from its greeting to its end.</summary>
internal sealed class RunnerProcess : IAsyncDisposable
{
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(3);

    private readonly Process _child;
    private readonly OutputTail _output;
    private readonly TimeProvider _time;
    private readonly Task _lifetime;
    private readonly ProcessEnd _end = new();
    private volatile string? _hung;

    public RunnerProcess(Process child, OutputTail output, RunnerConnection connection, Hello hello, TimeProvider time)
    {
        _child = child;
        _output = output;
        _time = time;
        Connection = connection;
        Hello = hello;
        ProcessId = child.Id;
        _lifetime = Task.Run(LiveAsync);
    }

    public RunnerConnection Connection { get; }
    public Hello Hello { get; }
    public int ProcessId { get; }

    /// <summary>The most memory the process has held, mapped files included; 0: it is gone.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            try
            {
                _child.Refresh();
                return _child.PeakWorkingSet64;
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }
    }

    public bool HasEnded => _end.HasCome;

    /// <summary>Calls back once when the process is gone, before its requests are told; at once where it is gone already.</summary>
    public void OnExit(Action<Error> callback) => _end.OnCome(callback);

    /// <summary>Asks the runner to leave, kills it if it does not, and reaps it. Requests under way fail with the reason.</summary>
    public async ValueTask StopAsync(Error reason)
    {
        _end.Wish(reason);
        Connection.Post(new ToRunner { Shutdown = new Shutdown() });
        try
        {
            await _lifetime.WaitAsync(ExitGrace, _time);
        }
        catch (TimeoutException)
        {
            Kill(_child);
            await _lifetime;
        }
    }

    public ValueTask DisposeAsync() => StopAsync(new Error(ErrorCode.Cancelled, "The runner was stopped."));

    /// <summary>Ends a runner that is there but does not work; its requests fail as after a crash.</summary>
    /// <param name="how">Completes the sentence that begins with "The model's process".</param>
    public void KillHung(string how)
    {
        _hung ??= how;
        Kill(_child);
        Connection.Dispose(); // the system may be unable to end it now
    }

    public static void Kill(Process child)
    {
        try
        {
            child.Kill();
        }
        catch (InvalidOperationException)
        {
            // it has ended already
        }
    }

    /// <summary>"exit code 3" or "signal SIGKILL".</summary>
    public static string ExitText(Process child)
    {
        if (!child.HasExited)
            return "no exit code";
        var code = child.ExitCode;
        return (OperatingSystem.IsWindows() ? 0 : code - 128) switch
        {
            4 => "signal SIGILL (an instruction this CPU lacks)",
            6 => "signal SIGABRT",
            7 => "signal SIGBUS",
            8 => "signal SIGFPE",
            9 => "signal SIGKILL (killed from outside, often for want of memory)",
            11 => "signal SIGSEGV",
            15 => "signal SIGTERM",
            > 0 and < 65 and var signal => $"signal {signal}",
            _ => $"exit code {code}",
        };
    }

    private async Task LiveAsync()
    {
        var broken = await Connection.RunAsync();
        if (broken is InvalidDataException)
            Kill(_child);
        var killed = !await ExitedAsync();
        if (killed)
        {
            Kill(_child);
            await ExitedAsync();
        }

        var last = _output.LastLines;
        var how = _hung is { } hung ? $"{hung} and was killed"
            : broken is InvalidDataException ? $"broke the protocol: {broken.Message}"
            : killed ? "closed its connection and hung"
            : $"ended with {ExitText(_child)}";
        // Residency learns of it first, so that a request which tries again at once gets a fresh runner.
        var ended = _end.Come(new Error(
            ErrorCode.RunnerCrashed, $"The model's process {ProcessId} {how}.{(last.Length > 0 ? $" Its last words: {last}" : "")}"));
        Connection.Close(ended);
        Connection.Dispose();
        _child.Dispose();
    }

    private async Task<bool> ExitedAsync()
    {
        try
        {
            await _child.WaitForExitAsync().WaitAsync(ExitGrace, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return _child.HasExited;
        }
    }
}
