using System.Globalization;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.Audit;

/// <summary>
/// Tells the audit log of each act, however it ends; lets nothing be done while that is required and impossible. Whoever reads that an act is done finds it in the
/// log: it is told before the reply leaves. Of a stream or a file it is told at the end, which alone says how it went.
/// </summary>
internal sealed class AuditTrail(IAuditLog audit, IAuditStanding? standing)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isReading = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method);
        if (!isReading && standing?.Refusal is { } refusal)
        {
            await ErrorReplies.WriteAsync(context, refusal);
            return;
        }
        if (context.GetEndpoint()?.Metadata.GetMetadata<Audited>() is not { } act)
        {
            await next(context);
            return;
        }
        var told = false;
        context.Response.OnStarting(() =>
        {
            if (context.Response.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is true)
                Tell(ended: true);
            return Task.CompletedTask;
        });
        var ended = false;
        try
        {
            await next(context);
            ended = true;
        }
        finally
        {
            Tell(ended);
        }

        void Tell(bool ended)
        {
            if (told)
                return;
            told = true;
            audit.Append(EntryOf(context, act, ended));
        }
    }

    private static AuditEntry EntryOf(HttpContext context, Audited act, bool ended)
    {
        var (trace, notes, status) = (context.RequestTrace(), context.AuditNotes(), context.Response.StatusCode);
        var outcome = !ended || trace.Outcome is not null || status >= 500 ? "failed" : status >= 400 ? "refused" : "done";
        var subject = notes.Subject ?? trace.Model ?? context.GetRouteValue("id") as string;
        if (status >= 400)
            notes.Details["status"] = status.ToString(CultureInfo.InvariantCulture);
        if (trace.Outcome is { } why)
            notes.Details["why"] = why;
        return AuditEntry.By(context.Caller(), act.Action, outcome, subject, context.TraceIdentifier) with { Details = notes.Details };
    }
}

internal static class AuditTrailing
{
    public static void UseAuditTrail(this WebApplication app)
    {
        var trail = new AuditTrail(app.Services.GetRequiredService<IAuditLog>(), app.Services.GetService<IAuditStanding>());
        app.Use(next => context => trail.InvokeAsync(context, next));
    }
}
