using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.Logging;

/// <summary>Changes log levels while the service runs, for a while or until it restarts.</summary>
internal sealed partial class LogLevels(IConfiguration all, LogLevelOverrides overrides, TimeProvider time, ILogger<LogLevels> log) : IDisposable
{
    public const string Default = "Default";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ITimer? Timer, DateTimeOffset? RevertsAt)> _changed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Levels that are set, whatever set them, by category.</summary>
    public LogLevelReport Report
    {
        get
        {
            lock (_gate)
                return new([.. all.GetSection(LogLevelOverrides.Section).GetChildren().Where(level => level.Value is not null).Select(Describe)]);
        }
    }

    /// <param name="category">Default, or the beginning of loggers' names.</param>
    /// <param name="level">Null: back to what is configured.</param>
    /// <param name="duration">Null: until the service restarts.</param>
    public void Set(string category, LogLevel? level, TimeSpan? duration)
    {
        lock (_gate)
        {
            if (_changed.Remove(category, out var before))
                before.Timer?.Dispose();
            if (level is not null)
                _changed[category] = duration is { } limit ? (RevertAfter(category, limit), time.GetUtcNow() + limit) : (null, null);
            overrides.Put(category, level);
        }
        LogSet(category, level?.ToString() ?? "as configured", level is null || duration is not { } wanted ? "" : $", for {wanted.TotalSeconds:0} s");
    }

    public void Dispose()
    {
        lock (_gate)
            foreach (var (timer, _) in _changed.Values)
                timer?.Dispose();
    }

    private ITimer RevertAfter(string category, TimeSpan limit)
    {
        using var _ = ExecutionContext.SuppressFlow(); // its log line is none of this request's
        return time.CreateTimer(_ => Revert(category), null, limit, Timeout.InfiniteTimeSpan);
    }

    private void Revert(string category)
    {
        lock (_gate)
        {
            // A timer that was just replaced may still fire.
            if (!_changed.TryGetValue(category, out var change) || change.RevertsAt is not { } at || at > time.GetUtcNow())
                return;
        }
        Set(category, null, null);
    }

    private LogLevelInfo Describe(IConfigurationSection level) => _changed.TryGetValue(level.Key, out var change)
        ? new(level.Key, level.Value!.ToLowerInvariant(), Changed: true, change.RevertsAt)
        : new(level.Key, level.Value!.ToLowerInvariant());

    [LoggerMessage(LogLevel.Warning, "The log level of {Category} is now {Level}{HowLong}")]
    private partial void LogSet(string category, string level, string howLong);
}
