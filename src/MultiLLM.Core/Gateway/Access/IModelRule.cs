using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Access;

/// <summary>Says which models a caller may use. Asked for each request and model, so it looks nothing up that takes time. Safe from any thread.</summary>
public interface IModelRule
{
    /// <summary>Why not; null: it may, as far as this rule goes.</summary>
    Error? Refusal(Caller caller, ModelDefinition model);

    /// <summary>The same for a task, for rules that tell tasks apart; null: nobody read what it is about.</summary>
    Error? Refusal(Caller caller, ModelDefinition model, ModelTask? task) => Refusal(caller, model);
}
