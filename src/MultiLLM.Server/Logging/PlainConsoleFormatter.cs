using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace MultiLLM.Server.Logging;

/// <summary>One line per message, for people: time, level, who says it, what, and of a request's lines at the end its id and its trace's.</summary>
internal sealed class PlainConsoleFormatter(TimeProvider time) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "plain";
    private const string NoColor = "\e[39m\e[22m";

    private readonly bool _colors = !Console.IsOutputRedirected;

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter to)
    {
        var message = entry.Formatter(entry.State, entry.Exception);
        if (entry.Exception is null && message is null)
            return;
        to.Write(time.GetLocalNow().ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        var (word, color) = Of(entry.LogLevel);
        to.Write(_colors ? $"{color}{word}{NoColor}" : word);
        to.Write($": {entry.Category}[{entry.EventId.Id}] ");
        to.Write(OneLine(message ?? ""));
        if (entry.Exception is not null)
            to.Write($" {OneLine(entry.Exception.ToString())}");
        if (RequestOf(scopes) is { } request)
            to.Write(Activity.Current is { } trace ? $" [{request} {trace.TraceId.ToHexString()}]" : $" [{request}]");
        to.Write(Environment.NewLine);
    }

    private static string? RequestOf(IExternalScopeProvider? scopes)
    {
        var found = new Found();
        scopes?.ForEachScope(static (scope, found) => found.Id = (scope as RequestScope)?.Id ?? found.Id, found);
        return found.Id;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static (string Word, string Color) Of(LogLevel level) => level switch
    {
        LogLevel.Trace => ("trce", "\e[37m"),
        LogLevel.Debug => ("dbug", "\e[37m"),
        LogLevel.Information => ("info", "\e[32m"),
        LogLevel.Warning => ("warn", "\e[1m\e[33m"),
        LogLevel.Error => ("fail", "\e[1m\e[31m"),
        _ => ("crit", "\e[1m\e[31m"),
    };

    private sealed class Found
    {
        public string? Id { get; set; }
    }
}
