using System.Collections.Frozen;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Health.Degradation;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Monitoring;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Health.Watching;

/// <summary>
/// Owner of what is known of models' health. Requests and crashes come in through one bounded channel and are handled by one reader, which asks the
/// <see cref="DegradationDetector"/> and tells what it finds; every few seconds it looks at the machine, and every few minutes it keeps what is usual.
/// </summary>
internal sealed partial class HealthMonitor : BackgroundService, IRequestObserver, IResidencyEventSink, IHealthStanding
{
    private const int MostWaiting = 10_000;

    /// <summary>What comes meanwhile is handled together: at thousands of requests a second each of them would wake the reader and make a picture of its own.</summary>
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMinutes(5);

    private readonly Channel<Happening> _happened = Channel.CreateBounded<Happening>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly DegradationDetector _detector = new();
    private readonly TrafficBook _traffic = new();
    private readonly RequestSamples _samples = new();
    private readonly OtherPrograms _others;
    private readonly StateFile<BaselineFile> _file;
    private readonly IModelCatalog _catalog;
    private readonly Lazy<IResidency> _residency;
    private readonly IHardware _hardware;
    private readonly HealthEvents _events;
    private readonly LimitHits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger<HealthMonitor> _log;
    private long _dropped;
    private long _writtenAt;
    private volatile HealthSnapshot _current = HealthSnapshot.Empty;

    /// <param name="catalog">Which file a model is.</param>
    /// <param name="residency">Late, because residency tells its sinks, of which this is one.</param>
    /// <param name="hardware">Memory.</param>
    /// <param name="files">Where the processor's load is told.</param>
    /// <param name="events">Where findings are told.</param>
    /// <param name="limits">Told of requests that were turned away.</param>
    /// <param name="options">Where what is usual is kept.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="log">Trouble here, and with that file.</param>
    public HealthMonitor(
        IModelCatalog catalog, Lazy<IResidency> residency, IHardware hardware, Hardware.Files.ISystemFiles files, IEventLog events, LimitHits limits,
        IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<HealthMonitor> log)
    {
        (_catalog, _residency, _hardware, _time, _log) = (catalog, residency, hardware, time, log);
        _events = new HealthEvents(events);
        _limits = limits;
        _others = new OtherPrograms(files);
        _file = new StateFile<BaselineFile>(Path.Combine(options.Value.Home, BaselineFile.FileName), BaselineFile.Format, log);
        _writtenAt = time.GetTimestamp();
    }

    public HealthSnapshot Current => _current;

    public void Observe(RequestRecord record)
    {
        if (record.IsUse)
            Post(new Happening(record, null));
    }

    public void Publish(ResidencyEvent happened)
    {
        if (happened.Kind == ResidencyEventKind.Crashed)
            Post(new Happening(null, happened));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the service's start does not wait for a file
        _file.Read()?.RestoreTo(_detector);
        await using var timer = _time.CreateTimer(_ => Post(default), null, TimeSpan.Zero, BetweenLooks);
        try
        {
            while (await _happened.Reader.WaitToReadAsync(stoppingToken))
            {
                HandleAll();
                await Task.Delay(BetweenReadings, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            HandleAll();
            _file.Write(BaselineFile.Of(_detector));
        }
    }

    private void Post(Happening happened)
    {
        if (!_happened.Writer.TryWrite(happened))
            Interlocked.Increment(ref _dropped);
    }

    private void HandleAll()
    {
        while (_happened.Reader.TryRead(out var happened))
        {
            try
            {
                Handle(happened, _time.GetUtcNow());
            }
            catch (Exception error)
            {
                LogBug(error);
            }
        }
        _current = new HealthSnapshot(
            _detector.Findings,
            _traffic.Read(_time.GetUtcNow()),
            _detector.Models.ToFrozenDictionary(model => model.Key, model => (long)model.Value.KnownAnswers, StringComparer.Ordinal))
        {
            OtherPrograms = _detector.Machine.Latest?.OtherPrograms,
            Dropped = Volatile.Read(ref _dropped),
        };
    }

    private void Handle(Happening happened, DateTimeOffset now)
    {
        if (happened.Record is { } record)
        {
            _traffic.Ended(record, now);
            if (TrafficBook.IsTurnedAway(record))
                _limits.TurnedAway(record.ModelUsed, $"too many wait for {record.ModelUsed ?? "models"}.");
            if (_samples.Of(record, now) is { } sample)
                _events.Tell(_detector.Observe(sample, _catalog.Current.Find(sample.ModelId)?.SizeBytes ?? 0), _detector);
        }
        else if (happened.Crash is { } crash)
        {
            _traffic.Crashed(crash.ModelId, crash.Reason, now);
        }
        else
        {
            Look(now);
        }
    }

    private void Look(DateTimeOffset now)
    {
        var runners = _residency.Value.Snapshot.Models.Values.Select(model => model.ProcessId).Where(id => id > 0);
        var look = new MachineLook(now, _others.Read(runners), MemoryPressure.IsScarce(_hardware.Read().Memory));
        _events.Tell(_detector.Observe(look), _detector);
        if (_time.GetElapsedTime(_writtenAt) < BetweenWrites)
            return;
        _writtenAt = _time.GetTimestamp();
        _file.Write(BaselineFile.Of(_detector));
    }

    /// <summary>A record, a crash, or neither: time to look at the machine.</summary>
    private readonly record struct Happening(RequestRecord? Record, ResidencyEvent? Crash);

    [LoggerMessage(LogLevel.Error, "A model's health could not be judged")]
    private partial void LogBug(Exception error);
}
