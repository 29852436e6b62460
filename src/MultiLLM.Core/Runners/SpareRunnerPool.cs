using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Runners;

/// <summary>
/// Keeps empty runners started, so that a load costs the model's own time and not a process start. Replacements start a while after the
/// load they make up for, when it and its first answer no longer need the processor.
/// </summary>
internal sealed partial class SpareRunnerPool(
    IRunnerLauncher launcher, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<SpareRunnerPool> log) : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<Spare> _spares = [];
    private readonly SemaphoreSlim _changed = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private Task _keeper = Task.CompletedTask;
    private int _loads;
    private int _failures;
    private bool _started;

    /// <summary>Of the spares that are ready.</summary>
    public IReadOnlyList<int> ProcessIds
    {
        get
        {
            lock (_gate)
                return [.. _spares.Select(s => s.Ready).OfType<RunnerProcess>().Select(r => r.ProcessId)];
        }
    }

    /// <summary>Begins to fill the pool.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_started || options.Value.SpareRunners == 0)
                return;
            _started = true;
        }
        _keeper = Task.Run(() => KeepAsync(_stopping.Token));
    }

    /// <summary>A connected runner for a load: a spare, one that is just starting, or a new one. Call <see cref="LoadEnded"/> afterwards.</summary>
    public async Task<RunnerProcess> TakeAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            _loads++;
        while (true)
        {
            Spare? spare;
            lock (_gate)
            {
                spare = _spares.Find(s => s.Ready is not null) ?? _spares.FirstOrDefault();
                if (spare is not null)
                    _spares.Remove(spare);
            }
            if (spare is null)
                return await launcher.StartAsync(cancellationToken);
            RunnerProcess runner;
            try
            {
                runner = await spare.Starting.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!spare.Starting.IsCompleted)
            {
                lock (_gate)
                    _spares.Add(spare);
                throw;
            }
            catch (MultiLLMException)
            {
                continue; // it died before it was there, which its keeper tells; the load has no part in that
            }
            if (!runner.HasEnded)
                return runner;
            await runner.DisposeAsync();
        }
    }

    public void LoadEnded()
    {
        lock (_gate)
        {
            _loads--;
            _failures = 0;
        }
        _changed.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeper;
        List<Spare> left;
        lock (_gate)
        {
            left = [.. _spares];
            _spares.Clear();
        }
        await Task.WhenAll(left.Select(StopAsync));
    }

    private static async Task StopAsync(Spare spare)
    {
        try
        {
            await (await spare.Starting).DisposeAsync();
        }
        catch (Exception error) when (error is MultiLLMException or OperationCanceledException)
        {
            // it never came up
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                while (Missing() && await StartOneAsync(cancellationToken))
                {
                }
                if (!Missing())
                    await _changed.WaitAsync(cancellationToken);
                await Task.Delay(Pause(), time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // the service stops
        }
    }

    private bool Missing()
    {
        lock (_gate)
            return _loads == 0 && _spares.Count < options.Value.SpareRunners;
    }

    private TimeSpan Pause()
    {
        lock (_gate)
            return _failures == 0 ? Quiet : TimeSpan.FromSeconds(Math.Min(MaxBackoff.TotalSeconds, Math.Pow(2, _failures - 1)));
    }

    private async Task<bool> StartOneAsync(CancellationToken cancellationToken)
    {
        var spare = new Spare(launcher.StartAsync(cancellationToken));
        lock (_gate)
            _spares.Add(spare);
        try
        {
            var runner = await spare.Starting;
            spare.Ready = runner;
            runner.OnExit(error =>
            {
                if (Lost(spare, error))
                    _changed.Release();
            });
            return true;
        }
        catch (MultiLLMException error)
        {
            Lost(spare, error.Error);
            return false;
        }
    }

    private bool Lost(Spare spare, Error error)
    {
        lock (_gate)
        {
            if (!_spares.Remove(spare))
                return false; // taken for a load, or stopped with the service
            _failures++;
        }
        LogLost(error.Message);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "A spare runner was lost: {Reason}")]
    private partial void LogLost(string reason);

    private sealed class Spare(Task<RunnerProcess> starting)
    {
        public Task<RunnerProcess> Starting => starting;
        public RunnerProcess? Ready { get; set; }
    }
}
