using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace MultiLLM.Core.Gateway.Audit;

/// <summary>
/// Tells the audit log of what anybody can make happen as often as they like: the first one of its kind at once, and the further ones of the same minute together
/// with their number. So nobody floods the log, and nothing goes uncounted. Safe from any thread.
/// </summary>
public sealed class RepeatedActs(IAuditLog audit, TimeProvider time) : BackgroundService
{
    private const int MostKinds = 1024;
    private const string Others = "others";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Action, string Who, string What), Further> _window = [];

    private sealed record Further(AuditEntry Entry)
    {
        public int Count { get; set; }
    }

    /// <param name="who">Whose acts count together.</param>
    /// <param name="what">What tells acts of one kind apart.</param>
    /// <param name="entry">The act. Its details are given their number as "count".</param>
    public void Note(string who, string what, AuditEntry entry)
    {
        lock (_gate)
        {
            var isShared = _window.Count >= MostKinds && !_window.ContainsKey((entry.Action, who, what));
            var kind = (entry.Action, isShared ? Others : who, what);
            if (_window.TryGetValue(kind, out var before))
            {
                before.Count++;
                return;
            }
            _window[kind] = new Further(isShared ? OfOthers(entry, who) : entry);
        }
        Tell(entry, count: 1);
    }

    /// <summary>Tells what came after the first ones, and begins anew.</summary>
    internal void Sweep()
    {
        List<Further> over;
        lock (_gate)
        {
            over = [.. _window.Values.Where(further => further.Count > 0)];
            _window.Clear();
        }
        foreach (var further in over)
            Tell(further.Entry, further.Count);
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

    /// <summary>Beyond the bound all share one place for each kind: it tells of none of them alone.</summary>
    private static AuditEntry OfOthers(AuditEntry entry, string who) => entry with
    {
        Actor = Others,
        KeyId = null,
        RequestId = null,
        Details = entry.Details.Where(detail => detail.Value != who).ToDictionary(),
    };

    private void Tell(AuditEntry entry, int count) => audit.Append(entry with
    {
        Details = new Dictionary<string, string>(entry.Details) { ["count"] = count.ToString(CultureInfo.InvariantCulture) },
    });
}
