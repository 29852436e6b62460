using System.Globalization;
using Microsoft.JSInterop;

namespace MultiLLM.Dashboard.Display;

/// <summary>Times as the clocks of the person's browser show them. One for each open page.</summary>
public sealed class Clock(IJSRuntime browser, TimeProvider time)
{
    private const string Module = "./ui/dashboard.js";

    private Task? _learning;

    /// <summary>UTC until the browser has told.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The zone's IANA name, as the API takes it.</summary>
    public string ZoneName => Zone.Id;

    /// <summary>Asks the browser, once it can be asked (after the first rendering), and only the first time.</summary>
    public Task LearnAsync() => _learning ??= AskAsync();

    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>The moment at which the person's clock shows this; one that the clocks skip counts as the one they jump to.</summary>
    public DateTimeOffset AtLocal(DateTime local) => new(local, Zone.GetUtcOffset(Zone.IsInvalidTime(local) ? local.AddHours(-3) : local));

    /// <summary>"14:05:09" today, "24 Nov 14:05" otherwise.</summary>
    public string Short(DateTimeOffset moment)
    {
        var (then, now) = (Local(moment), Local(time.GetUtcNow()));
        return then.Date == now.Date
            ? then.ToString("HH:mm:ss", CultureInfo.InvariantCulture)
            : then.ToString(then.Year == now.Year ? "d MMM HH:mm" : "d MMM yyyy HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>With everything, for tooltips.</summary>
    public string Full(DateTimeOffset moment) =>
        string.Create(CultureInfo.InvariantCulture, $"{Local(moment):ddd d MMM yyyy HH:mm:ss.fff zzz} ({ZoneName})");

    /// <summary>"3 min ago".</summary>
    public string Ago(DateTimeOffset moment)
    {
        var seconds = (time.GetUtcNow() - moment).TotalSeconds;
        return seconds switch
        {
            < 1.5 => "now",
            < 99.5 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s ago"),
            _ => $"{Units.Seconds(seconds)} ago",
        };
    }

    private async Task AskAsync()
    {
        await using var module = await browser.InvokeAsync<IJSObjectReference>("import", Module);
        // A browser that does not know its zone gives none.
        if (await module.InvokeAsync<string?>("timeZone") is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            Zone = zone;
    }
}
