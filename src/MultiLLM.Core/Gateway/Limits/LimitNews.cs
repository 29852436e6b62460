using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>Tells the audit log of limits that are reached.</summary>
internal sealed class LimitNews(RepeatedActs acts)
{
    public void Reached(Caller caller, LimitKind kind, Error error) =>
        acts.Note(caller.KeyId ?? caller.Name, LimitErrors.Name(kind), AuditEntry.By(caller, AuditActions.LimitReached, "refused", LimitErrors.Name(kind)) with
        {
            Details = new Dictionary<string, string> { ["message"] = error.Message },
        });
}
