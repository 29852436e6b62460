using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Residency.Memory;

/// <summary>The sizes a load will have.</summary>
/// <param name="Plan">What the runner is told.</param>
/// <param name="Bytes">That it is expected to take.</param>
/// <param name="Shrunk">Its context is smaller than usual, because memory is short.</param>
internal sealed record LoadSize(LoadPlan Plan, long Bytes, bool Shrunk);

/// <summary>Chooses with which sizes a model is loaded for those who wait for it. Pure.</summary>
internal sealed class LoadSizing(IResidencyFacts facts, LoadFailures failures)
{
    private const int ContextStep = 256;

    /// <summary>A prediction that was never compared with a measurement may be short by as much.</summary>
    public const double PredictionMargin = 1.05;

    /// <summary>A file whose head does not tell its shape: buffers beside the weights are guessed.</summary>
    private const double UnknownShapeFactor = 1.2;
    private const long UnknownShapeOverhead = 100_000_000;

    /// <summary>As configured, or with the context and the keys and values that were asked for.</summary>
    public LoadSize Usual(ModelDefinition model, int? contextLength, KvCacheType? kvType = null)
    {
        var plan = With(facts.PlanFor(model, contextLength), kvType);
        return new LoadSize(plan, BytesOf(model, plan), Shrunk: false);
    }

    /// <summary>With the largest context that takes no more than the bytes given; null: not even <paramref name="sufficient"/> tokens fit.</summary>
    public LoadSize? Shrunk(ModelDefinition model, LoadSize usual, int sufficient, long bytes)
    {
        // In steps, the sufficient context itself being the lowest.
        var steps = Math.Max(0, (usual.Plan.ContextLength - 1 - sufficient) / ContextStep);
        if (sufficient >= usual.Plan.ContextLength || At(0) is not { } best)
            return null;
        for (var (low, high) = (1, steps); low <= high;)
        {
            var middle = (low + high) / 2;
            if (At(middle) is { } fits)
                (best, low) = (fits, middle + 1);
            else
                high = middle - 1;
        }
        return best;

        LoadSize? At(int step)
        {
            var plan = With(facts.PlanFor(model, sufficient + (step * ContextStep)), usual.Plan.KvType);
            var needed = BytesOf(model, plan);
            return needed <= bytes && needed < usual.Bytes ? new LoadSize(plan, needed, Shrunk: true) : null;
        }
    }

    /// <summary>Whether a model loaded with these sizes is what the caller needs.</summary>
    public bool Suits(ModelDefinition model, LoadSize size, LoadDemand demand) => With(size.Plan, demand.KvType) == size.Plan && (demand.ContextLength is { } wanted
        ? facts.PlanFor(model, wanted).ContextLength == size.Plan.ContextLength
        : !size.Shrunk || demand.SufficientContext <= size.Plan.ContextLength);

    public long BytesOf(ModelDefinition model, LoadPlan plan)
    {
        var bytes = facts.Estimate(model, plan) switch
        {
            null => (long)(model.SizeBytes * UnknownShapeFactor) + UnknownShapeOverhead,
            var footprint => WithMargin(footprint),
        };
        return Math.Max(bytes, failures.LearnedBytes(model));
    }

    private static LoadPlan With(LoadPlan plan, KvCacheType? kvType) => kvType is { } type && !plan.Embedding ? plan with { KvType = type } : plan;

    /// <summary>What is kept free for it.</summary>
    public static long WithMargin(Footprint footprint) =>
        footprint.Source == FootprintSource.Predicted ? (long)(footprint.TotalBytes * PredictionMargin) : footprint.TotalBytes;
}
