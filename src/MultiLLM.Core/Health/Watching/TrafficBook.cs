using System.Collections.Frozen;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Health.Watching;

/// <summary>Counts the last hour's requests by model and minute. Pure; one caller at a time.</summary>
internal sealed class TrafficBook
{
    private const int Minutes = 60;
    private const int RecentMinutes = 10;
    private const int MostModels = 1024;

    private static readonly string s_queueFull = RequestRecords.Word(ErrorCode.QueueFull)!;

    private readonly Dictionary<string, Page> _pages = new(StringComparer.Ordinal);

    public static bool IsTurnedAway(RequestRecord record) => record.Outcome == RequestOutcome.Refused && record.ErrorCode == s_queueFull;

    public void Ended(RequestRecord record, DateTimeOffset now)
    {
        if (record.ModelUsed is not { Length: > 0 } model)
            return;
        var page = PageOf(model);
        var minute = page.Of(MinuteOf(now));
        if (record.Outcome != RequestOutcome.Superseded)
            page.LastAskedAt = now;
        if (RequestSamples.IsFailure(record))
        {
            minute.Requests++;
            minute.Failed++;
            page.LastError = record.ErrorCode;
        }
        else if (record.Outcome == RequestOutcome.Ok)
        {
            minute.Requests++;
            minute.QueueSeconds += record.QueueSeconds ?? 0;
        }
        else if (IsTurnedAway(record))
        {
            minute.TurnedAway++;
        }
    }

    public void Crashed(string modelId, string reason, DateTimeOffset now)
    {
        var page = PageOf(modelId);
        page.Of(MinuteOf(now)).Crashes++;
        (page.LastCrash, page.LastCrashAt) = (reason, now);
    }

    public FrozenDictionary<string, ModelTraffic> Read(DateTimeOffset now) =>
        _pages.ToFrozenDictionary(page => page.Key, page => page.Value.Read(MinuteOf(now)), StringComparer.Ordinal);

    private Page PageOf(string modelId)
    {
        if (_pages.TryGetValue(modelId, out var page))
            return page;
        if (_pages.Count >= MostModels)
            _pages.Remove(_pages.MinBy(known => known.Value.LastAskedAt ?? DateTimeOffset.MinValue).Key);
        return _pages[modelId] = new Page();
    }

    private static long MinuteOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;

    private sealed class Minute
    {
        public long Number { get; set; }
        public long Requests { get; set; }
        public long Failed { get; set; }
        public long TurnedAway { get; set; }
        public long Crashes { get; set; }
        public double QueueSeconds { get; set; }
    }

    private sealed class Page
    {
        private readonly Queue<Minute> _minutes = [];
        private Minute? _newest;

        public DateTimeOffset? LastAskedAt { get; set; }
        public DateTimeOffset? LastCrashAt { get; set; }
        public string? LastCrash { get; set; }
        public string? LastError { get; set; }

        public Minute Of(long number)
        {
            if (_newest is null || number > _newest.Number)
                _minutes.Enqueue(_newest = new Minute { Number = number });
            while (_minutes.Peek().Number <= _newest.Number - Minutes)
                _minutes.Dequeue();
            return _newest;
        }

        public ModelTraffic Read(long now)
        {
            var hour = _minutes.Where(minute => minute.Number > now - Minutes).ToList();
            var recent = hour.Where(minute => minute.Number > now - RecentMinutes).ToList();
            var answered = recent.Sum(minute => minute.Requests - minute.Failed);
            return new ModelTraffic
            {
                Requests = hour.Sum(minute => minute.Requests),
                Failed = hour.Sum(minute => minute.Failed),
                TurnedAway = hour.Sum(minute => minute.TurnedAway),
                Crashes = hour.Sum(minute => minute.Crashes),
                QueueSeconds = answered > 0 ? recent.Sum(minute => minute.QueueSeconds) / answered : 0,
                LastAskedAt = LastAskedAt,
                LastCrashAt = LastCrashAt,
                LastCrash = LastCrash,
                LastError = LastError,
            };
        }
    }
}
