using Microsoft.Extensions.Logging.Console;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Logging;

/// <summary>How log lines look: for people, or JSON for programs. Both carry the ids of request and trace.</summary>
internal static class LogFormats
{
    public static void AddLogFormats(this WebApplicationBuilder builder)
    {
        builder.Logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        builder.Logging.AddConsoleFormatter<PlainConsoleFormatter, ConsoleFormatterOptions>();
        builder.Services.AddOptions<ConsoleLoggerOptions>().Configure<IConfiguration>((console, all) =>
            console.FormatterName = all["Logging:Console:FormatterName"] ?? all[$"{ServerOptions.Section}:LogFormat"] ?? PlainConsoleFormatter.FormatName);
        builder.Services.Configure<JsonConsoleFormatterOptions>(json =>
            (json.IncludeScopes, json.UseUtcTimestamp, json.TimestampFormat) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
    }
}
