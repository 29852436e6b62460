using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

internal sealed class ModelAdvisor(IModelCatalog catalog, IRequestReader reader, SelectionMemory memory, RankingView view, IModelFit fit) : IModelAdvisor
{
    /// <summary>A download is worth it for a clear advantage only.</summary>
    private const double LeastAdvantage = 0.02;

    public async ValueTask<Result<Advice>> AdviseAsync(IReadOnlyList<ChatMessage> conversation, ChatOptions? options, CancellationToken cancellationToken)
    {
        var features = memory.Recall(reader.Read(conversation, options), conversation).Features;
        if (AutoName.TryParse(options?.ModelId, out var named) && named is not null)
            features = features with { Wishes = features.Wishes with { Preference = named } };
        var inputs = view.Take(await catalog.RefreshAsync(cancellationToken), features.Caller);
        var ranked = inputs.ShownTo(features.Caller, ModelRanker.Rank(features, inputs));
        var preference = features.Wishes.Preference ?? inputs.DefaultPreference;
        return new Advice(features.Reading, features.Signs, preference, ranked, Reason(ranked, features, preference)) { Features = features };
    }

    public async ValueTask<IReadOnlyList<Prospect>> ProspectsAsync(Advice advice, int limit, CancellationToken cancellationToken)
    {
        if (advice.Features.Wishes.LoadedOnly || advice.Features.Caller.Models is not null) // a list holds what is there
            return [];
        var inputs = view.Take(await catalog.RefreshAsync(cancellationToken), advice.Features.Caller);
        var best = advice.Candidates is [{ Eligible: true } first, ..] ? first.Model : null;
        var known = inputs.Catalog.NotInstalled.Where(CanBeFetched).Select(ModelFitService.Prospective).ToList();
        var ranked = ModelRanker.Rank(advice.Features with { Conversation = null }, OnceLoaded(inputs, best is null ? known : [best, .. known]));
        var least = ranked.FirstOrDefault(candidate => candidate.Model == best && candidate.Eligible)?.Score + LeastAdvantage ?? 0;
        var prospects = new List<Prospect>();
        foreach (var candidate in ranked.Where(candidate => candidate.Eligible && candidate.Model != best && candidate.Score > least))
        {
            if (prospects.Count == limit)
                break;
            // The look at the machine is what takes time, so only the best are held against it.
            if (fit.Judge(candidate.Model.Entry!) is { Fits: true } judged)
                prospects.Add(Prospect(candidate, judged));
        }
        return prospects;
    }

    /// <summary>As if all of them were in memory: what counts is how they would do day by day, not that one must be fetched and loaded first.</summary>
    private static RankingInputs OnceLoaded(RankingInputs inputs, IReadOnlyList<ModelDefinition> models) => inputs with
    {
        Catalog = new CatalogSnapshot(models, []),
        Residency = new ResidencySnapshot(
            models.ToFrozenDictionary(model => model.Id, model => new ModelResidency { ModelId = model.Id, State = ModelState.Ready }, StringComparer.Ordinal),
            inputs.Residency.MaxConcurrentModels),
    };

    private static bool CanBeFetched(CatalogEntry entry) => entry is { CannotRun: null, Source: not null, Starter: false, Kind: ModelKind.Chat or ModelKind.Code };

    private static Prospect Prospect(RankedCandidate candidate, ModelFit judged)
    {
        var (entry, parts) = (candidate.Model.Entry!, candidate.Parts!);
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.Name} fits this machine; expected quality {parts.Quality:0.0} of 10, about {Requirements.Seconds(parts.TotalSeconds)} to the full answer once loaded.");
        return new Prospect(entry, parts.Quality, parts.TotalSeconds, entry.Source?.SizeBytes, judged.NeededBytes > 0 ? judged.NeededBytes : null, reason);
    }

    private static string Reason(IReadOnlyList<RankedCandidate> ranked, RequestFeatures features, Preference preference)
    {
        if (ranked.Count > 0 && ranked[0].Eligible)
            return CandidateWords.Reason(ranked, features, preference);
        var able = ranked.Where(candidate => candidate.Model.Kind != ModelKind.Embedding).Take(4).Select(candidate => $"{candidate.Model.Id}: {candidate.Reasons[0]}").ToList();
        return able.Count == 0 ? "No model that writes text is installed." : $"No installed model can serve it: {string.Join("; ", able)}.";
    }
}
