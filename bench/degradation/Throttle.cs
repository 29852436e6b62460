using System.Runtime.InteropServices;

namespace MultiLLM.DegradationBench;

/// <summary>Takes a share of a process's time away by stopping and continuing it many times a second. Dispose lets it run.</summary>
internal sealed class Throttle : IAsyncDisposable
{
    private const int SigCont = 18;
    private const int SigStop = 19;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    /// <param name="processId">Whose.</param>
    /// <param name="share">Of time in which it stands still, 0 to 1.</param>
    public Throttle(int processId, double share) => _running = Task.Run(() => RunAsync(processId, share));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync(int processId, double share)
    {
        var time = TimeProvider.System;
        var (start, stopped) = (time.GetTimestamp(), TimeSpan.Zero);
        while (!_end.IsCancellationRequested)
        {
            // Timers are late by a little: what was stopped too long is made up for.
            var due = (time.GetElapsedTime(start) * share) - stopped;
            if (due < Round * share)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2), time);
                continue;
            }
            var from = time.GetTimestamp();
            _ = Kill(processId, SigStop);
            await Task.Delay(due, time);
            _ = Kill(processId, SigCont);
            stopped += time.GetElapsedTime(from);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}
