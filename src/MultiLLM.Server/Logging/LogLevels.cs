using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.Logging;

/// <summary>Changes log levels while the service runs, for a while or until it restarts.</summary>
internal sealed partial class LogLevels(IConfiguration all, LogLevelOverrides overrides, TimeProvider time, ILogger<LogLevels> log) : IDisposable
{
    public const string Default = "Default";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Change> _changed = new(StringComparer.OrdinalIgnoreCase);

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
            {
                var change = _changed[category] = new Change { RevertsAt = time.GetUtcNow() + duration };
                if (duration is { } limit)
                    change.Timer = RevertAfter(category, change, limit);
            }
            overrides.Put(category, level);
        }
        LogSet(category, level?.ToString() ?? "as configured", level is null || duration is not { } wanted ? "" : $", for {wanted.TotalSeconds:0} s");
    }

    public void Dispose()
    {
        lock (_gate)
            foreach (var change in _changed.Values)
                change.Timer?.Dispose();
    }

    private ITimer RevertAfter(string category, Change change, TimeSpan limit)
    {
        using var _ = ExecutionContext.SuppressFlow(); // its log line is none of this request's
        return time.CreateTimer(_ => Revert(category, change), null, limit, Timeout.InfiniteTimeSpan);
    }

    private void Revert(string category, Change change)
    {
        lock (_gate)
        {
            if (_changed.GetValueOrDefault(category) != change)
                return; // replaced while its timer was about to fire
            Set(category, null, null);
        }
    }

    private LogLevelInfo Describe(IConfigurationSection level) => _changed.TryGetValue(level.Key, out var change)
        ? new(level.Key, level.Value!.ToLowerInvariant(), Changed: true, change.RevertsAt)
        : new(level.Key, level.Value!.ToLowerInvariant());

    [LoggerMessage(LogLevel.Warning, "The log level of {Category} is now {Level}{HowLong}")]
    private partial void LogSet(string category, string level, string howLong);

    private sealed class Change
    {
        public ITimer? Timer { get; set; }

        /// <summary>Null: when the service restarts.</summary>
        public DateTimeOffset? RevertsAt { get; init; }
    }
}
