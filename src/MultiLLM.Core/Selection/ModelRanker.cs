using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Selection;

/// <summary>
/// Ranks the catalog for a request. Pure. A simple rule: a starter model only where nothing else fits, the right kind of model before
/// another, the larger before the smaller, and between equals the one that is loaded.
/// </summary>
internal static class ModelRanker
{
    // Each outweighs those below it; being loaded is worth a doubling of the size.
    private const double NotStarterWeight = 0.5;
    private const double KindWeight = 0.29;
    private const double SizeWeight = 0.2;
    private const double LoadedWeight = 0.01;

    /// <summary>All models, best first; those ruled out last. <paramref name="defaultContext"/>: tokens where a model sets no limit itself.</summary>
    public static IReadOnlyList<RankedCandidate> Rank(
        RequestFeatures request, CatalogSnapshot catalog, ResidencySnapshot residency, int defaultContext) =>
    [
        .. catalog.Models
            .Select(model => Judge(request, model, residency.StateOf(model.Id) == ModelState.Ready, defaultContext))
            .OrderByDescending(c => c.Eligible)
            .ThenByDescending(c => c.Score)
            .ThenBy(c => c.Model.Id, StringComparer.Ordinal),
    ];

    private static RankedCandidate Judge(RequestFeatures request, ModelDefinition model, bool loaded, int defaultContext)
    {
        if (model.Kind == ModelKind.Embedding != (request.Wanted == ModelKind.Embedding))
            return RuledOut(model, model.Kind == ModelKind.Embedding ? "an embedding model, which writes no text" : "no embedding model");
        var context = model.ContextLimit(defaultContext);
        if (request.PromptTokens >= context && request.Wanted != ModelKind.Embedding)
            return RuledOut(model, $"the prompt has about {request.PromptTokens} tokens, more than its context of {context}");

        var reasons = new List<string>();
        var score = 0.0;
        if (model.Kind == request.Wanted)
        {
            score += KindWeight;
            reasons.Add(request.Wanted switch
            {
                ModelKind.Code => "a code model",
                ModelKind.Embedding => "an embedding model",
                _ => "a general chat model",
            });
        }
        else
        {
            reasons.Add(request.Wanted == ModelKind.Code ? "not made for code" : "made for code");
        }
        if (model.Starter)
        {
            reasons.Add("a tiny starter model");
        }
        else
        {
            score += NotStarterWeight;
        }
        score += SizeWeight * Size(model);
        reasons.Add(model.Parameters is { } parameters ? $"{Words(parameters)} parameters" : "of unknown size");
        if (loaded)
        {
            score += LoadedWeight;
            reasons.Add("loaded");
        }
        else
        {
            reasons.Add("not loaded");
        }
        return new RankedCandidate(model, Math.Round(score, 4), true, reasons);
    }

    private static RankedCandidate RuledOut(ModelDefinition model, string reason) => new(model, 0, false, [reason]);

    /// <summary>0 for a million parameters and fewer, 1 for a trillion, by order of magnitude.</summary>
    private static double Size(ModelDefinition model) =>
        Math.Clamp((Math.Log10(Math.Max(1, model.Parameters ?? model.SizeBytes)) - 6) / 6, 0, 1);

    private static string Words(long parameters) => parameters switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e9:0.#} billion"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e6:0.#} million"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{parameters}"),
    };
}
