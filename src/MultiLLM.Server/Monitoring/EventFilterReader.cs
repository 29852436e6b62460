using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Server.Analytics;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Monitoring;

/// <summary><c>kind</c>, <c>model</c> and <c>since</c> of a query.</summary>
internal static class EventFilterReader
{
    private const int MostKinds = 64;
    private const int MaxModelLength = 256;

    public static Result<EventFilter> Read(IQueryCollection query, DateTimeOffset now)
    {
        var kinds = query["kind"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (kinds.Count > MostKinds)
            return new Error(ErrorCode.InvalidRequest, $"kind may name at most {MostKinds} kinds; got {kinds.Count}", "kind");
        if (kinds.FirstOrDefault(kind => !EventKinds.All.Any(known => EventFilter.Covers(kind, known))) is { } unknown)
            return new Error(ErrorCode.InvalidRequest, $"kind must be one of {string.Join(", ", EventKinds.All.Order(StringComparer.Ordinal))}, or the beginning of some, such as \"model\"; got \"{JsonText.Shorten(unknown)}\"", "kind");
        var model = query["model"];
        if (model.Count > 1 || model is [{ Length: > MaxModelLength }])
            return new Error(ErrorCode.InvalidRequest, $"model must be one id of at most {MaxModelLength} characters", "model");
        DateTimeOffset? since = null;
        if (query["since"] is { Count: > 0 } told && !(told is [{ } text] && PeriodReader.TryMoment(text, now, out since)))
            return new Error(ErrorCode.InvalidRequest, $"since must be a duration such as \"90m\", \"24h\" or \"7d\", or a time with its offset such as \"2026-03-01T12:00:00Z\"; got \"{JsonText.Shorten(told.ToString())}\"", "since");
        return new EventFilter(kinds, model is [{ Length: > 0 } id] ? id : null, since);
    }
}
