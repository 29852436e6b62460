using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>
/// A program that serves a model, from its start to the end of the last process it left. Between us and it stands our runner's executable in its supervising
/// mode, whose standard input is the rope: let go of, by us or by our death, it ends all of the program.
/// </summary>
internal sealed class ServerProcess
{
    /// <summary>What the supervisor gets beyond the program's own time.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(1);

    private readonly Process _supervisor;
    private readonly Stream _rope;
    private readonly OutputRing _output;
    private readonly TimeSpan _grace;
    private readonly TimeProvider _time;
    private readonly Task<Error> _lifetime;
    private readonly ProcessEnd _end = new();
    private int _program;
    private volatile string? _hung;

    private ServerProcess(Process supervisor, TimeSpan grace, TimeProvider time)
    {
        (_supervisor, _grace, _time) = (supervisor, grace, time);
        (SupervisorId, _rope) = (supervisor.Id, supervisor.StandardInput.BaseStream);
        _output = new OutputRing(supervisor.StandardOutput.BaseStream, supervisor.StandardError.BaseStream);
        _lifetime = Task.Run(LiveAsync);
    }

    /// <summary>Of the process that all others are below of.</summary>
    public int SupervisorId { get; }

    /// <summary>Of the program itself; the supervisor's before it could be seen.</summary>
    public int ProgramId => Volatile.Read(ref _program) is > 0 and var program ? program : SupervisorId;

    /// <summary>Why it is gone; after all who wished to know were told.</summary>
    public Task<Error> Ended => _lifetime;
    public string LastWords => _output.LastLines;

    /// <exception cref="MultiLLMException">It cannot be started.</exception>
    public static ServerProcess Start(string runnerPath, ServerCommand command, string workingDirectory, TimeSpan grace, TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
            throw Failed("servers of one's own are not supported on Windows yet");
        if (!Directory.Exists(workingDirectory))
            throw Failed($"its working directory {workingDirectory} is not there");
        var start = RunnerExecutable.StartInfo(runnerPath);
        start.WorkingDirectory = workingDirectory;
        foreach (var argument in (ReadOnlySpan<string>)["--supervise", grace.TotalSeconds.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        foreach (var argument in command.Command)
            start.ArgumentList.Add(argument);
        RunnerEnvironment.Keep(start.Environment);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        try
        {
            return new ServerProcess(Process.Start(start) ?? throw Failed("its supervisor did not start"), grace, time);
        }
        catch (Win32Exception error)
        {
            throw Failed($"its supervisor cannot be started: {error.Message}");
        }
    }

    /// <summary>What it and all below it hold; null: it is gone, or the system does not tell.</summary>
    public MemoryUse? Measure()
    {
        LookForProgram();
        return ProcessTree.Measure(SupervisorId);
    }

    /// <summary>Calls back once when it is gone; at once where it is gone already.</summary>
    public void OnExit(Action<Error> callback) => _end.OnCome(callback);

    /// <summary>Asks it to leave, has it killed if it does not, and waits until nothing is left of it.</summary>
    public async Task StopAsync(Error reason)
    {
        _end.Wish(reason);
        LookForProgram();
        await _rope.DisposeAsync();
        try
        {
            await _lifetime.WaitAsync(_grace + Slack, _time);
        }
        catch (TimeoutException)
        {
            Kill();
            await _lifetime;
        }
    }

    /// <summary>Ends a server that is there but does not work; its requests fail as after a crash.</summary>
    public void KillHung(string how)
    {
        _hung ??= how;
        Kill();
    }

    private static MultiLLMException Failed(string what) => new(new Error(ErrorCode.ModelLoadFailed, $"The model's server was not started: {what}."));

    private void Kill()
    {
        try
        {
            _supervisor.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // it has ended already, or is just ending
        }
    }

    private void LookForProgram()
    {
        if (Volatile.Read(ref _program) == 0 && ProcessTree.Of(SupervisorId) is [_, var program, ..])
            Volatile.Write(ref _program, program);
    }

    private async Task<Error> LiveAsync()
    {
        await _supervisor.WaitForExitAsync();
        if (Volatile.Read(ref _program) is > 0 and var session)
            ProcessTree.KillSession(session);
        await _output.EndAsync(LastWordsLimit, _time);
        var last = _output.LastLines;
        var ended = _end.Come(new Error(
            ErrorCode.RunnerCrashed,
            $"The model's server {(_hung is { } hung ? $"{hung} and was killed" : $"ended with {RunnerProcess.ExitText(_supervisor)}")}.{(last.Length > 0 ? $" Its last words: {last}" : "")}"));
        _supervisor.Dispose();
        return ended;
    }
}
