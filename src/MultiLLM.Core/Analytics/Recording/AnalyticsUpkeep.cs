using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics.Rollups;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>Deletes what has outlived its time or its room. Called by the writer, between two batches.</summary>
internal sealed partial class AnalyticsUpkeep(AnalyticsStore store, ILegalHolds holds, IOptions<AnalyticsOptions> options, TimeProvider time, ILogger<AnalyticsUpkeep> log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly MonotonicClock _clock = new(time);
    private long? _lastAt;
    private Task<bool>? _more;

    /// <summary>True when there are records; false when it is time for upkeep, or nothing will come any more.</summary>
    public async ValueTask<bool> WaitAsync(ChannelReader<RequestRecord> records, CancellationToken cancellationToken)
    {
        _more ??= records.WaitToReadAsync(cancellationToken).AsTask();
        if (!_more.IsCompleted)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_more, Task.Delay(Interval, time, enough.Token));
            await enough.CancelAsync();
        }
        if (!_more.IsCompleted)
            return false;
        var there = await _more;
        _more = null;
        return there;
    }

    public async ValueTask RunWhenDueAsync(CancellationToken cancellationToken)
    {
        if (_lastAt is { } last && time.GetElapsedTime(last) < Interval)
            return;
        _lastAt = time.GetTimestamp();
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception error) when (store.Dialect.TroubleOf(error) is not null)
        {
            LogPutOff(error.Message); // the writer meets the same trouble, and knows what to do
        }
    }

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var now = Now;
        var held = holds.Current;
        long deleted = 0;
        if (held is not null) // else it is not known which records and texts must stay
        {
            deleted += await DeleteOlderAsync(now - settings.MaxAge, held, cancellationToken);
            deleted += await store.DeletePromptsAsync(now - settings.PromptMaxAge, held, cancellationToken);
        }
        deleted += await store.DeleteHeldAsync(now - settings.HourMaxAge, cancellationToken);
        foreach (var span in Enum.GetValues<RollupSpan>())
        {
            if (AnalyticsSchema.MaxAgeOf(span, settings) is { } age)
                deleted += await store.DeleteRollupsAsync(span, now - age, cancellationToken);
        }
        while (held is not null && settings.MaxBytes > 0 && await store.SizeAsync(cancellationToken) > settings.MaxBytes)
        {
            var oldest = await store.DeleteRequestsAsync(DateTimeOffset.MaxValue, held, cancellationToken);
            if (oldest == 0)
                break;
            deleted += oldest;
            await store.ReclaimAsync(cancellationToken);
        }
        if (deleted > 0)
        {
            await store.ReclaimAsync(cancellationToken);
            LogDeleted(deleted);
        }
    }

    /// <summary>The earlier of two clocks: a wall clock that was set to another year must not delete everything.</summary>
    private DateTimeOffset Now
    {
        get
        {
            var (wall, steady) = (time.GetUtcNow(), _clock.Now);
            return wall < steady ? wall : steady;
        }
    }

    private async ValueTask<long> DeleteOlderAsync(DateTimeOffset before, IReadOnlyList<LegalHold> held, CancellationToken cancellationToken)
    {
        long deleted = 0;
        int some;
        do
        {
            deleted += some = await store.DeleteRequestsAsync(before, held, cancellationToken);
        }
        while (some == AnalyticsStore.DeletedAtOnce);
        return deleted;
    }

    [LoggerMessage(LogLevel.Debug, "Analytics: {Rows} old rows deleted")]
    private partial void LogDeleted(long rows);

    [LoggerMessage(LogLevel.Debug, "Analytics: old rows stay for now: {Reason}")]
    private partial void LogPutOff(string reason);
}
