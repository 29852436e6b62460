using System.Collections.Concurrent;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>
/// Bytes that models would take, kept so that a ranking asks no file: an estimate looks at the model's file, and a ranking asks for every model. What
/// was learned of a model is taken in when it was loaded or left.
/// </summary>
internal sealed class MemoryEstimates(IFootprints footprints) : IResidencyEventSink
{
    /// <summary>Requests differ in the context they need; in steps there are few sizes to keep.</summary>
    private const int ContextStep = 1024;

    private readonly ConcurrentDictionary<string, Kept> _byModel = new(StringComparer.Ordinal);

    /// <param name="model">An installed model.</param>
    /// <param name="context">Tokens that would do, rounded up; null: as configured.</param>
    /// <returns>Null: nothing is known of its shape.</returns>
    public long? Of(ModelDefinition model, int? context)
    {
        if (model.IsRemote)
            return 0;
        var kept = _byModel.GetOrAdd(model.Id, static (_, model) => new Kept(model), model);
        if (!ReferenceEquals(kept.Model, model) && kept.Model != model)
            _byModel[model.Id] = kept = new Kept(model); // its file or settings changed
        var steps = context is { } tokens ? (int)Math.Min(int.MaxValue / ContextStep, (tokens + (long)ContextStep - 1) / ContextStep) : 0;
        return kept.Bytes.GetOrAdd(steps, static (steps, of) => of.Estimate(of.Model, steps), (Estimate: (Func<ModelDefinition, int, long?>)Estimate, Model: model));
    }

    public void Publish(ResidencyEvent happened)
    {
        if (happened.Kind is ResidencyEventKind.Loaded or ResidencyEventKind.LoadFailed or ResidencyEventKind.Unloaded or ResidencyEventKind.Crashed)
            _byModel.TryRemove(happened.ModelId, out _);
    }

    private long? Estimate(ModelDefinition model, int steps) =>
        footprints.Estimate(model, footprints.PlanFor(model, steps == 0 ? null : steps * ContextStep)) is { } footprint ? LoadSizing.WithMargin(footprint) : null;

    private sealed class Kept(ModelDefinition model)
    {
        public ModelDefinition Model => model;

        /// <summary>By steps of context; 0: as configured.</summary>
        public ConcurrentDictionary<int, long?> Bytes { get; } = new();
    }
}
