using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Selection;

/// <summary>What requests may say to models on servers elsewhere only, because no runner can do it.</summary>
public static class RemoteOnly
{
    /// <summary>Null: there is no such field, or the model can be given it.</summary>
    /// <param name="field">As the caller spells it.</param>
    /// <param name="model">The model that is asked; null: any of the catalog's.</param>
    /// <param name="catalog">All models.</param>
    public static Error? Refusal(string? field, ModelDefinition? model, CatalogSnapshot catalog) =>
        field is null || (model is null ? catalog.Models.Any(known => known.IsRemote) : model.IsRemote) ? null
        : new Error(ErrorCode.InvalidRequest, $"{field} are not supported yet by models on this machine; leave them out, send {ChoiceOf(field)}: \"none\", or ask a model on a remote server.", field);

    private static string ChoiceOf(string field) => field == "functions" ? "function_call" : "tool_choice";
}
