using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Selection;

public static class ModelKinds
{
    /// <summary>Why a model cannot give what is asked; null: it can.</summary>
    /// <param name="model">An installed model.</param>
    /// <param name="isEmbedding">Vectors are asked for; else text.</param>
    /// <param name="field">What names the model, as the caller spells it.</param>
    public static Error? Mismatch(ModelDefinition model, bool isEmbedding, string field) => (model.Kind == ModelKind.Embedding) == isEmbedding
        ? null
        : new Error(
            ErrorCode.ModelKindMismatch,
            isEmbedding
                ? $"{model.Id} is a {model.Kind.ToString().ToLowerInvariant()} model and makes no embeddings."
                : $"{model.Id} is an embedding model and writes no text.",
            field);
}
