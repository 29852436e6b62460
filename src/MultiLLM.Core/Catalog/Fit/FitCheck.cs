using MultiLLM.Core.Backends.Managed;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Catalog.Fit;

/// <summary>Decides whether a model fits: memory, context, disk and GPU against what is free. Pure, but for what the footprints remember.</summary>
internal sealed class FitCheck(IFootprints footprints)
{
    private const int ContextStep = 256;

    /// <param name="model">An installed model, or a known one as it would be installed, without a path.</param>
    /// <param name="downloadBytes">Of a model that is not installed; null: not published.</param>
    /// <param name="cannotRun">Why the service cannot run it; null: it can.</param>
    /// <param name="request">How it is meant to be loaded.</param>
    /// <param name="conditions">The machine now.</param>
    public ModelFit Judge(ModelDefinition model, long? downloadBytes, string? cannotRun, FitRequest request, FitConditions conditions)
    {
        var nothing = new ModelFit
        {
            Verdict = FitVerdict.Unknown,
            Memory = conditions.Memory,
            Disk = model.Path.Length > 0 ? null : new DiskRoom(conditions.ModelFolder, downloadBytes, conditions.DiskFreeBytes),
            Gpu = new GpuRoom(0, request.GpuLayers ?? 0, 0, "On the processor."),
            TrainedContextLength = model.TrainedContextLength,
        };
        if (model.IsRemote)
        {
            return nothing with
            {
                Verdict = FitVerdict.Remote,
                Disk = null,
                Gpu = nothing.Gpu with { Reason = "Elsewhere." },
                LongestContext = model.TrainedContextLength,
                Problems = [],
            };
        }
        if (cannotRun is not null)
            return nothing with { Verdict = FitVerdict.CannotRun, Problems = [cannotRun] };
        if (model.Backend is ManagedServer)
            return OfServer(nothing, model, request, conditions);
        if (Need(nothing, model, request, request.ContextLength, conditions) is not { Plan: { } plan } fit)
            return nothing with { Problems = [$"What {model.Id} needs is not known before its file is here."] };

        fit = fit with { LongestContext = Longest(nothing, model, request, conditions) };
        fit = fit with { Verdict = Verdict(fit, conditions.LoadedContext >= plan.ContextLength && request is { KvType: null, Slots: null, GpuLayers: null }) };
        var problems = FitWords.Problems(model, request, fit);
        if (fit.Fits && problems.Count > 0)
            fit = fit with { Verdict = FitVerdict.NotAsAsked };
        return fit with { Problems = problems, Advice = fit.Fits ? [] : [.. Advice(nothing, model, request, fit, conditions)] };
    }

    /// <summary>A program of one's own: its memory is what was configured or measured, and nothing else of the request changes it.</summary>
    private ModelFit OfServer(ModelFit nothing, ModelDefinition model, FitRequest request, FitConditions conditions)
    {
        var plan = footprints.PlanFor(model, request.ContextLength);
        var fit = nothing with { Disk = null, Gpu = nothing.Gpu with { Reason = "Its own program decides." }, Plan = plan, Needs = footprints.Estimate(model, plan) };
        if (fit.Needs is null)
            return fit with { Plan = null, Problems = [$"What the server of {model.Id} needs is not known before it ran once; memory_bytes in its catalog file would tell."] };
        fit = fit with { Verdict = Verdict(fit, conditions.LoadedContext >= plan.ContextLength) };
        return fit with { Problems = fit.Fits ? [] : FitWords.Problems(model, request, fit) };
    }

    private static FitVerdict Verdict(ModelFit fit, bool loaded) =>
        loaded ? FitVerdict.Loaded
        : fit.NeededBytes <= fit.Memory.RoomBytes ? FitVerdict.Fits
        : fit.NeededBytes <= fit.Memory.RoomAfterUnloadingBytes ? FitVerdict.FitsAfterUnloading
        : fit.LongestContext > 0 && fit.LongestContext < fit.Plan!.ContextLength ? FitVerdict.FitsWithLessContext
        : FitVerdict.TooLarge;

    /// <summary>Sizes and bytes with one context; null: the shape is not known.</summary>
    private ModelFit? Need(ModelFit nothing, ModelDefinition model, FitRequest request, int? contextLength, FitConditions conditions)
    {
        if (model.Shape is not { } shape)
            return null;
        var plan = footprints.PlanFor(model, contextLength);
        var slots = request.Slots ?? plan.Slots;
        plan = plan with
        {
            Slots = slots,
            KvCells = request.Slots is null ? plan.KvCells : Math.Max(plan.ContextLength, (int)Math.Min(plan.KvCells, (long)slots * plan.ContextLength)),
            KvType = request.KvType ?? plan.KvType,
            GpuLayers = request.GpuLayers ?? plan.GpuLayers,
        };
        return (model.Path.Length > 0 ? footprints.Estimate(model, plan) : footprints.Predict(shape, plan)) is { } needs
            ? nothing with { Plan = plan, Needs = needs, Gpu = GpuCheck.Judge(shape, plan, needs, request, conditions) }
            : null;
    }

    /// <summary>More tokens never need less memory, so halving finds the limit.</summary>
    private int Longest(ModelFit nothing, ModelDefinition model, FitRequest request, FitConditions conditions)
    {
        var most = model.TrainedContextLength ?? footprints.PlanFor(model, request.ContextLength).ContextLength;
        if (FitsAt(most))
            return most;
        var (fits, over) = (0, (most + ContextStep - 1) / ContextStep);
        while (over - fits > 1)
        {
            var middle = (fits + over) / 2;
            if (FitsAt(middle * ContextStep))
                fits = middle;
            else
                over = middle;
        }
        return fits * ContextStep;

        bool FitsAt(int contextLength) =>
            Need(nothing, model, request, contextLength, conditions) is { } need && need.NeededBytes <= need.Memory.RoomAfterUnloadingBytes;
    }

    private IEnumerable<string> Advice(ModelFit nothing, ModelDefinition model, FitRequest request, ModelFit fit, FitConditions conditions)
    {
        var room = fit.Memory.RoomAfterUnloadingBytes;
        if (fit.LongestContext > 0 && fit.LongestContext < fit.Plan!.ContextLength)
            yield return $"A context of {fit.LongestContext} tokens fits.";
        if (request.KvType is null && fit.NeededBytes > room
            && Need(nothing, model, request with { KvType = KvCacheType.Q8_0 }, request.ContextLength, conditions) is { } smaller && smaller.NeededBytes <= room)
            yield return $"With keys and values in q8_0 it needs {Bytes.Text(smaller.NeededBytes)}, which fits.";
    }
}
