using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Server.Gateway.Keys.Authentication;

/// <summary>
/// Tells the audit log of refused access: the first of an address for a reason at once, and the further ones of the same minute together with their number,
/// so that nobody can flood it.
/// </summary>
internal sealed class Refusals(IAuditLog audit, TimeProvider time) : BackgroundService
{
    private const int MostTogether = 1024;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Address, ErrorCode Reason), Further> _window = [];

    private sealed record Further(Caller Caller, string Path)
    {
        public int Count { get; set; }
    }

    public void Note(HttpContext context, Error error, Caller? known)
    {
        var caller = known ?? Hosting.Callers.Nobody(context.Connection.RemoteIpAddress);
        var path = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        lock (_gate)
        {
            // Beyond the bound all addresses share one entry for each reason.
            var key = (_window.Count < MostTogether ? caller.Address ?? "" : "others", error.Code);
            if (_window.TryGetValue(key, out var before))
            {
                before.Count++;
                return;
            }
            _window[key] = new Further(caller, path);
        }
        Tell(caller, error.Code, path, count: 1);
    }

    /// <summary>Tells what came after the first ones, and begins anew.</summary>
    internal void Sweep()
    {
        List<((string Address, ErrorCode Reason) Key, Further Further)> over;
        lock (_gate)
        {
            over = [.. _window.Where(one => one.Value.Count > 0).Select(one => (one.Key, one.Value))];
            _window.Clear();
        }
        foreach (var (key, further) in over)
            Tell(further.Caller, key.Reason, further.Path, further.Count);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Window, time, stoppingToken);
                Sweep();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Sweep();
        }
    }

    private void Tell(Caller caller, ErrorCode reason, string path, int count) =>
        audit.Append(AuditEntry.By(caller, AuditActions.AccessRefused, "refused", path.Length > 0 ? path : null) with
        {
            Details = new Dictionary<string, string>
            {
                ["reason"] = EnumWords<ErrorCode>.Of(reason),
                ["address"] = caller.Address ?? "unknown",
                ["count"] = count.ToString(CultureInfo.InvariantCulture),
            },
        });
}
