using System.Runtime.InteropServices;

namespace MultiLLM.Server.Hosting;

/// <summary>
/// The life of a service that a program started for itself, <c>--exit-when-stdin-closes</c>: it stops when standard input ends, so the
/// program takes it along however it ends. Ctrl+C reaches every process of a terminal and is that program's business, not ours.
/// </summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private const string Flag = "--exit-when-stdin-closes";
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <summary>Takes the flag out of the arguments; true when it was there.</summary>
    public static bool TakeFlag(ref string[] args)
    {
        var rest = Array.FindAll(args, arg => arg != Flag);
        var found = rest.Length < args.Length;
        args = rest;
        return found;
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var ours in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP])
            _signals.Add(PosixSignalRegistration.Create(ours, context => context.Cancel = true));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            lifetime.StopApplication();
        }));
        _ = Task.Run(WatchAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    // Reading standard input cannot be cancelled: nobody waits for this.
    private async Task WatchAsync()
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (await input.ReadAsync(buffer) > 0)
        {
        }
        lifetime.StopApplication();
    }
}
