using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Gateway.Audit;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Logging;

/// <summary><c>GET /system/log-level</c> and <c>PUT /system/log-level</c></summary>
internal sealed class LogLevelEndpoint(LogLevels levels, ServerLimits limits)
{
    private const int LongestCategory = 200;
    private const int MostSeconds = 7 * 24 * 3600;
    private const string Configured = "configured";

    /// <summary>Whose loggers there are; anything else is a slip of the pen that would change nothing.</summary>
    private static readonly string[] s_roots = [LogLevels.Default, "MultiLLM", "Microsoft", "System", "OpenTelemetry"];
    private static readonly string[] s_levels = [.. Enum.GetNames<LogLevel>().Select(name => name.ToLowerInvariant()), Configured];

    public Task ReadAsync(HttpContext context) => JsonReply.WriteAsync(context, StatusCodes.Status200OK, levels.Report, JsonReply.Api.LogLevelReport);

    public async Task ChangeAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, Read) is not { } change)
            return;
        var notes = context.AuditNotes();
        (notes.Subject, notes.Details["level"]) = ($"log level of {change.Category}", change.Level?.ToString().ToLowerInvariant() ?? Configured);
        levels.Set(change.Category, change.Level, change.Duration);
        await ReadAsync(context);
    }

    private static Result<Change> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        fields.RefuseOthers("category", "level", "seconds");
        var category = fields.Text("category", LongestCategory) ?? LogLevels.Default;
        if (!IsCategory(category))
            fields.Report("category", $"must be or begin with {string.Join(", ", s_roots)}, in letters, digits and dots; got \"{JsonText.Shorten(category)}\"");
        var level = fields.Choice("level", s_levels);
        if (level is null && problem.Error is null)
            fields.Report("level", $"is missing; it is one of {string.Join(", ", s_levels)}");
        var seconds = fields.Integer("seconds", 1, MostSeconds);
        return problem.Error is { } error
            ? error
            : new Change(category, level == Configured ? null : Enum.Parse<LogLevel>(level!, ignoreCase: true), seconds is { } limit ? TimeSpan.FromSeconds(limit) : null);
    }

    private static bool IsCategory(string name) =>
        name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_')
        && s_roots.Any(root => name.Equals(root, StringComparison.OrdinalIgnoreCase) || name.StartsWith($"{root}.", StringComparison.OrdinalIgnoreCase));

    private sealed record Change(string Category, LogLevel? Level, TimeSpan? Duration);
}
