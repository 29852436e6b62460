using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Core.Gateway.Access;

/// <summary>Tells the audit log of models that were asked for and refused.</summary>
public sealed class RefusalNotes(RepeatedActs acts)
{
    public void Note(Caller caller, ModelDefinition model, Error refusal) =>
        acts.Note(caller.Mark ?? caller.Name, model.Id, AuditEntry.By(caller, AuditActions.ModelRefused, "refused", model.Id) with
        {
            Details = new Dictionary<string, string> { ["code"] = EnumWords<ErrorCode>.Of(refusal.Code), ["why"] = refusal.Message },
        });
}
