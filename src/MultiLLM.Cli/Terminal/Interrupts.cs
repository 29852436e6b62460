using System.Runtime.InteropServices;

namespace MultiLLM.Cli.Terminal;

/// <summary>
/// Ctrl+C and the signals that ask a process to go. Ctrl+C goes to whoever captured it, else it stops the command; the second one ends
/// the process at once. The others always stop the command.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Action? _captured;

    /// <summary>Cancelled when the command is to stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>The exit code of a command that stopped because of <see cref="Stop"/>.</summary>
    public int ExitCode { get; private set; } = Cli.ExitCode.Interrupted;

    public void Listen()
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => { context.Cancel = true; OnInterrupt(); }));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => { context.Cancel = true; OnTerminate(); }));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => { context.Cancel = true; OnTerminate(); }));
    }

    /// <summary>Sends Ctrl+C to <paramref name="handler"/> until the result is disposed; then to whoever had captured it before.</summary>
    public IDisposable Capture(Action handler)
    {
        lock (_gate)
        {
            var release = new Release(this, _captured);
            _captured = handler;
            return release;
        }
    }

    public void OnInterrupt()
    {
        Action? captured;
        lock (_gate)
        {
            captured = _captured;
        }

        if (captured is not null)
        {
            captured();
        }
        else if (_stop.IsCancellationRequested)
        {
            Environment.Exit(ExitCode);
        }
        else
        {
            _stop.Cancel();
        }
    }

    public void OnTerminate()
    {
        ExitCode = Cli.ExitCode.Terminated;
        _stop.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private sealed class Release(Interrupts owner, Action? before) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._captured = before;
            }
        }
    }
}
