namespace MultiLLM.Core.Catalog;

public static class ContextLimits
{
    /// <summary>Tokens one request may hold: as configured for the model, else the default, never more than the model was trained for.</summary>
    public static int ContextLimit(this ModelDefinition model, int defaultLimit) =>
        Math.Min(model.ContextLength ?? defaultLimit, model.TrainedContextLength ?? int.MaxValue);
}
