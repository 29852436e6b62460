using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Analytics.Efficiency;

/// <summary>What is known of a model before it is held against the others.</summary>
internal sealed record ModelUse
{
    public required string ModelId { get; init; }
    public required IReadOnlyDictionary<ModelTask, (double Quality, double Seconds)> Tasks { get; init; }
    public long Requests { get; init; }
    public double? Cost { get; init; }
    public bool Measured { get; init; }
    public long Bytes { get; init; }
    public bool Loaded { get; init; }
    public double? IdleHours { get; init; }

    /// <summary>A bundled starter model: see <see cref="Utility"/>.</summary>
    public bool Starter { get; init; }
}

/// <summary>
/// Who serves which task best, weighing quality and seconds as automatic selection does, and what would be missed without each model. Pure.
/// </summary>
internal static class EfficiencyRules
{
    /// <summary>Differences in worth, of 1, that nobody would notice.</summary>
    private const double Unnoticed = 0.01;

    /// <summary>A model that serves less than this part of the requests best can go.</summary>
    private const double Negligible = 0.01;

    /// <summary>After fewer requests nobody is told to do without a model.</summary>
    private const int EnoughRequests = 50;

    /// <param name="models">All that may answer.</param>
    /// <param name="demand">Requests by task; empty: all tasks weigh the same.</param>
    /// <param name="preference">What is weighed.</param>
    public static EfficiencyReport Report(IReadOnlyList<ModelUse> models, IReadOnlyDictionary<ModelTask, long> demand, Preference preference)
    {
        var requests = demand.Values.Sum();
        var shares = Enum.GetValues<ModelTask>().ToDictionary(
            task => task, task => requests > 0 ? (double)demand.GetValueOrDefault(task) / requests : 1.0 / Enum.GetValues<ModelTask>().Length);
        var judged = models.Select(model => Judge(model, models, shares, preference))
            .OrderByDescending(model => model.BestShare).ThenByDescending(model => model.QualityLost).ThenBy(model => model.ModelId, StringComparer.Ordinal).ToList();
        return new EfficiencyReport(requests, judged, Advice(judged, requests));
    }

    private static ModelEfficiency Judge(ModelUse model, IReadOnlyList<ModelUse> all, Dictionary<ModelTask, double> shares, Preference preference)
    {
        var tasks = new List<TaskEfficiency>();
        var (quality, seconds, best, qualityLost, secondsLost) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var (task, share) in shares)
        {
            var own = model.Tasks[task];
            var next = all.Where(other => other.ModelId != model.ModelId).MaxBy(other => Worth(other, task, preference));
            var isBest = next is null || Worth(model, task, preference) > Worth(next, task, preference) + Unnoticed;
            quality += share * own.Quality;
            seconds += share * own.Seconds;
            if (isBest)
            {
                best += share;
                qualityLost += share * (own.Quality - (next?.Tasks[task].Quality ?? 0));
                secondsLost += share * ((next?.Tasks[task].Seconds ?? 0) - own.Seconds);
            }
            tasks.Add(new TaskEfficiency(task, share, own.Quality, own.Seconds, isBest, next?.ModelId));
        }
        return new ModelEfficiency
        {
            ModelId = model.ModelId, Requests = model.Requests, Cost = model.Cost, Quality = quality, Seconds = seconds, Measured = model.Measured, Bytes = model.Bytes,
            Loaded = model.Loaded, IdleHours = model.IdleHours, BestShare = best, QualityLost = qualityLost, SecondsLost = secondsLost,
            Tasks = [.. tasks.Where(task => task.Share > 0)],
        };
    }

    private static double Worth(ModelUse model, ModelTask task, Preference preference) =>
        Utility.Of(model.Starter, model.Tasks[task].Quality, model.Tasks[task].Seconds, preference);

    private static string Advice(IReadOnlyList<ModelEfficiency> models, long requests)
    {
        if (models.Count == 0)
            return "No model that writes text is installed.";
        if (models.Count == 1)
            return $"{models[0].ModelId} is the only model that writes text, so there is nothing to drop.";
        if (requests < EnoughRequests)
            return $"{requests} {(requests == 1 ? "request says" : "requests say")} too little about which model could go; ask again after {EnoughRequests}.";
        // Of several that nobody would miss, the one that frees most; each may be missed once another is gone, so only one is named.
        var spare = models.Where(model => model.BestShare < Negligible).MaxBy(model => model.Bytes);
        if (spare is not null)
        {
            return $"{spare.ModelId} could go: it {(spare.Loaded ? "holds" : "takes")} {Bytes.Text(spare.Bytes)}, {Idle(spare)}, and other models serve "
                + (spare.BestShare > 0 ? $"all but {Percent(spare.BestShare)} of the requests as well." : "every request as well.");
        }
        var least = models[^1];
        return $"No model can go without a loss. {least.ModelId} would be missed least: it serves {Percent(least.BestShare)} of the requests best"
            + (least.QualityLost > 0.05 ? string.Create(CultureInfo.InvariantCulture, $"; without it a request loses {least.QualityLost:0.0} points of quality on average.") : ".");
    }

    private static string Idle(ModelEfficiency model) => model.IdleHours switch
    {
        null => "nobody has asked for it yet",
        < 1 => "it was asked for in the last hour",
        < 48 => string.Create(CultureInfo.InvariantCulture, $"nobody asked for it for {model.IdleHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"nobody asked for it for {model.IdleHours / 24:0} days"),
    };

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");
}
