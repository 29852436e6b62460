using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>Tells the audit log of limits that are reached: of one key and limit at most once a minute, so that a flood of requests is none of entries. Safe from any thread.</summary>
internal sealed class LimitNews(IAuditLog audit, TimeProvider time)
{
    private const int Most = 4096;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Key, LimitKind Kind), long> _told = [];

    public void Reached(Caller caller, LimitKind kind, Error error)
    {
        var key = (caller.KeyId ?? caller.Name, kind);
        lock (_gate)
        {
            if (_told.TryGetValue(key, out var last) && time.GetElapsedTime(last) < Between)
                return;
            if (_told.Count >= Most)
                _told.Clear();
            _told[key] = time.GetTimestamp();
        }
        audit.Append(AuditEntry.By(caller, AuditActions.LimitReached, "refused", LimitErrors.Name(kind)) with
        {
            Details = new Dictionary<string, string> { ["message"] = error.Message },
        });
    }
}
