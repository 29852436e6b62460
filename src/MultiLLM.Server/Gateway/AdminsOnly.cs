using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway;

internal static class AdminsOnly
{
    /// <summary>Lets administrators through; who else tries is noted.</summary>
    public static RequestDelegate Guarding(RequestDelegate endpoint) => context =>
    {
        var caller = context.Caller();
        if (caller.Role == CallerRole.Admin)
            return endpoint(context);
        context.RequestServices.GetRequiredService<IAuditLog>().Append(
            AuditEntry.By(caller, AuditActions.AccessRefused, "refused", $"{context.Request.Method} {context.Request.Path}", context.TraceIdentifier));
        return ErrorReplies.WriteAsync(context, new Error(ErrorCode.NotPermitted, "Only administrators may do this."));
    };
}
