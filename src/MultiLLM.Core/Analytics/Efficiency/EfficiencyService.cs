using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Rates;

namespace MultiLLM.Core.Analytics.Efficiency;

internal sealed class EfficiencyService(
    IAnalytics analytics, IModelCatalog catalog, IResidency residency, IFeedback feedback, IModelRates rates, MemoryEstimates memory, RankingView view,
    TimeProvider time) : IEfficiency
{
    // A model that was not asked yet is thought to be asked for this.
    private const double UsualPromptTokens = 200;
    private const double UsualAnswerTokens = 250;

    public async ValueTask<Result<EfficiencyReport>> ReportAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var period = new FiguresQuery { From = from, To = to, By = FiguresGrouping.Task };
        var all = await analytics.SummarizeAsync(period, cancellationToken);
        if (!all.IsSuccess)
            return all.Error;
        var lastUses = await analytics.LastUsesAsync(cancellationToken);
        if (!lastUses.IsSuccess)
            return lastUses.Error;
        var known = await catalog.RefreshAsync(cancellationToken);
        var models = new List<ModelUse>();
        foreach (var model in known.Models.Where(model => model.Kind != ModelKind.Embedding))
        {
            var figures = await analytics.SummarizeAsync(period with { Model = model.Id }, cancellationToken);
            if (!figures.IsSuccess)
                return figures.Error;
            models.Add(Use(model, figures.Value, lastUses.Value));
        }
        return EfficiencyRules.Report(models, Demand(all.Value), view.DefaultPreference);
    }

    private static Dictionary<ModelTask, long> Demand(PeriodFigures figures) => figures.Groups
        .Where(group => EnumWords<ModelTask>.Find(group.Key) is not null)
        .ToDictionary(group => EnumWords<ModelTask>.Find(group.Key)!.Value, group => group.Value.Requests);

    private ModelUse Use(ModelDefinition model, PeriodFigures figures, IReadOnlyDictionary<string, DateTimeOffset> lastUses)
    {
        var standing = residency.Snapshot.Find(model.Id);
        var (evidence, speed) = (feedback.Evidence, rates.Of(model));
        var overall = figures.Total.Latency is { Count: > 0 } latency
            ? latency.Mean
            : (UsualPromptTokens / speed.PromptTokensPerSecond) + (UsualAnswerTokens / speed.DecodeTokensPerSecond);
        var byTask = figures.Groups.ToDictionary(group => group.Key, group => group.Value, StringComparer.Ordinal);
        return new ModelUse
        {
            ModelId = model.Id,
            Starter = model.Starter,
            Requests = figures.Total.Requests,
            Cost = figures.Total.Cost > 0 ? figures.Total.Cost : null,
            Measured = figures.Total.Latency.Count > 0,
            Loaded = standing?.State == ModelState.Ready,
            Bytes = standing is { State: ModelState.Ready, MeasuredBytes: > 0 } ready ? ready.MeasuredBytes : memory.Of(model, null) ?? model.SizeBytes,
            IdleHours = standing is { InFlight: > 0 } ? 0 : lastUses.TryGetValue(model.Id, out var last) ? Math.Max(0, (time.GetUtcNow() - last).TotalHours) : null,
            Tasks = Enum.GetValues<ModelTask>().ToDictionary(task => task, task => (
                ExpectedQuality.Of(model, task, evidence),
                byTask.GetValueOrDefault(EnumWords<ModelTask>.Of(task))?.Latency is { Count: > 0 } own ? own.Mean : overall)),
        };
    }
}
