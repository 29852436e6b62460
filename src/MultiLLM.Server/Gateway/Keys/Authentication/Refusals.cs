using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Server.Gateway.Keys.Authentication;

/// <summary>Tells the audit log of refused access.</summary>
internal sealed class Refusals(RepeatedActs acts)
{
    public void Note(HttpContext context, Error error, Caller? known)
    {
        var caller = known ?? Hosting.Callers.Nobody(context.Connection.RemoteIpAddress);
        var (address, reason) = (caller.Address ?? "unknown", EnumWords<ErrorCode>.Of(error.Code));
        acts.Note(address, reason, AuditEntry.By(caller, AuditActions.AccessRefused, "refused", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText) with
        {
            Details = new Dictionary<string, string> { ["reason"] = reason, ["address"] = address },
        });
    }
}
