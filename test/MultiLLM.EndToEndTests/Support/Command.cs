using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MultiLLM.EndToEndTests.Support;

/// <summary>How a finished command ended.</summary>
public sealed record CommandResult(int ExitCode, string Out, string Error)
{
    public string[] Lines => Out.TrimEnd('\n').Split('\n');

    public override string ToString() => $"exit code {ExitCode}\n--- out\n{Out}\n--- error\n{Error}";
}

/// <summary>A command line under test, as a process of its own.</summary>
public sealed class Command : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly Task<string> _out;
    private readonly Task<string> _error;

    private Command(Process process)
    {
        Process = process;
        _out = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public Process Process { get; }

    public static Command Start(Sandbox sandbox, string fileName, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(fileName, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in sandbox.Environment)
            start.Environment[name] = value;
        return new Command(Process.Start(start)!);
    }

    public static Command Cli(Sandbox sandbox, params IEnumerable<string> arguments) =>
        Start(sandbox, "dotnet", [Repository.Cli, .. arguments]);

    public static async Task<CommandResult> RunCliAsync(Sandbox sandbox, string? input, params IEnumerable<string> arguments)
    {
        await using var command = Cli(sandbox, arguments);
        return await command.EndAsync(input);
    }

    /// <summary>Gives it its whole input and waits until it ends.</summary>
    public async Task<CommandResult> EndAsync(string? input = null)
    {
        await Process.StandardInput.WriteAsync(input);
        Process.StandardInput.Close();
        await Process.WaitForExitAsync().WaitAsync(s_limit);
        return new CommandResult(Process.ExitCode, await _out.WaitAsync(s_limit), await _error.WaitAsync(s_limit));
    }

    public void Signal(PosixSignal signal) => Signals.Send(Process.Id, signal);

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        Process.Dispose();
    }
}
