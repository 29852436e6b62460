using System.Globalization;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

internal sealed class ModelAdvisor(IModelCatalog catalog, IRequestReader reader, SelectionMemory memory, RankingView view, IModelRates rates, IModelFit fit) : IModelAdvisor
{
    public async ValueTask<Result<Advice>> AdviseAsync(IReadOnlyList<ChatMessage> conversation, ChatOptions? options, CancellationToken cancellationToken)
    {
        var features = memory.Recall(reader.Read(conversation, options), conversation);
        var inputs = view.Take(await catalog.RefreshAsync(cancellationToken));
        var ranked = ModelRanker.Rank(features, inputs);
        var preference = features.Wishes.Preference ?? inputs.DefaultPreference;
        var reason = ranked.Count > 0 && ranked[0].Eligible
            ? CandidateWords.Reason(ranked, features, preference)
            : ranked.Count == 0 ? "No model is installed." : $"No installed model can serve it: {string.Join("; ", ranked.Take(4).Select(c => $"{c.Model.Id}: {c.Reasons[0]}"))}.";
        return new Advice(features.Reading, features.Signs, preference, ranked, reason) { Features = features };
    }

    public async ValueTask<IReadOnlyList<Prospect>> ProspectsAsync(Advice advice, int limit, CancellationToken cancellationToken)
    {
        var known = await catalog.RefreshAsync(cancellationToken);
        var best = advice.Candidates is [{ Eligible: true } first, ..] ? first.Score : 0;
        var prospects = new List<(double Score, Prospect Prospect)>();
        foreach (var entry in known.NotInstalled.Where(entry => entry is { CannotRun: null, Kind: ModelKind.Chat or ModelKind.Code }))
        {
            var judged = fit.Judge(entry);
            if (!judged.Fits)
                continue;
            var prospect = Judge(entry, judged, advice);
            var score = Utility.Of(prospect.Quality, prospect.Seconds, advice.Preference);
            if (score > best)
                prospects.Add((score, prospect));
        }
        return [.. prospects.OrderByDescending(p => p.Score).ThenBy(p => p.Prospect.Entry.Id, StringComparer.Ordinal).Take(limit).Select(p => p.Prospect)];
    }

    private Prospect Judge(CatalogEntry entry, ModelFit judged, Advice advice)
    {
        var features = advice.Features;
        var bytes = entry.Source?.SizeBytes;
        var expected = rates.Of(new ModelDefinition
        {
            Id = entry.Id, Name = entry.Name, Kind = entry.Kind ?? ModelKind.Chat, Path = "", SizeBytes = bytes ?? entry.Parameters ?? 1, Parameters = entry.Parameters,
        });
        var seconds = (features.PromptTokens / expected.PromptTokensPerSecond) + (features.AnswerTokens / expected.DecodeTokensPerSecond);
        var quality = ExpectedQuality.Over(features.Reading, task => ExpectedQuality.Prior(entry, entry.Kind ?? ModelKind.Chat, entry.Parameters ?? bytes ?? 1, task));
        var reason = string.Create(
            CultureInfo.InvariantCulture, $"{entry.Name} fits this machine; expected quality {quality:0.0} of 10, about {Requirements.Seconds(seconds)} to the full answer once loaded.");
        return new Prospect(entry, quality, seconds, bytes, judged.NeededBytes > 0 ? judged.NeededBytes : null, reason);
    }
}
