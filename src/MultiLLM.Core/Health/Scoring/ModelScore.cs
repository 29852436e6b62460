using MultiLLM.Core.Health.Degradation;
using MultiLLM.Core.Health.Watching;
using MultiLLM.Core.Residency;
using static MultiLLM.Core.Health.Scoring.HealthTexts;

namespace MultiLLM.Core.Health.Scoring;

/// <summary>What one model lacks. A model that is not loaded but can be lacks nothing. Pure.</summary>
internal static class ModelScore
{
    private const int LeftAlone = 40;
    private const int LoadFailed = 20;
    private const int PerCrash = 10;
    private const int MostForCrashes = 30;

    /// <summary>Fewer requests, or a smaller share, are no pattern.</summary>
    private const int LeastRequests = 5;
    private const double ErrorsWorthAWord = 0.02;
    private const int LeastForErrors = 5;
    private const int LeastForMoreErrors = 20;
    private const int MostForErrors = 40;
    private const int LeastForSlow = 10;
    private const int MostForSlow = 30;
    private const int StrangeAnswers = 10;
    private const double WaitWorthAWord = 1;
    private const int MostForQueue = 15;

    public static ModelHealth Of(string modelId, HealthInputs inputs)
    {
        var traffic = inputs.Standing.TrafficOf(modelId);
        var standing = inputs.Residency.Find(modelId);
        var findings = inputs.Standing.Findings.Where(finding => finding.ModelId == modelId && finding.MachineReason is null).ToList();
        HealthDeduction?[] all =
        [
            Availability(modelId, standing, inputs), Errors(modelId, traffic, findings), Crashes(modelId, traffic, inputs), Queue(modelId, traffic, standing),
            .. findings.Where(finding => finding.Concern != HealthConcern.Errors).Select(finding => Changed(finding, inputs)),
        ];
        var isRemote = inputs.Models.Any(model => model.Id == modelId && model.IsRemote);
        var deductions = all.OfType<HealthDeduction>().Select(deduction => isRemote ? Elsewhere(deduction) : deduction).OrderByDescending(deduction => deduction.Points).ToList();
        var known = traffic.LastAskedAt is not null || deductions.Count > 0;
        var score = Math.Max(0, 100 - deductions.Sum(deduction => deduction.Points));
        return new ModelHealth
        {
            ModelId = modelId,
            Score = known ? score : null,
            Status = known ? HealthScore.StatusOf(score) : HealthStatus.NoData,
            Deductions = deductions,
            Requests = traffic.Requests,
            Failed = traffic.Failed,
            Crashes = traffic.Crashes,
            LastAskedAt = traffic.LastAskedAt,
            BaselineAnswers = inputs.Standing.Known.GetValueOrDefault(modelId),
        };
    }

    /// <summary>A model on other servers cannot be loaded from here; what can be done is to look at its servers.</summary>
    private static HealthDeduction Elsewhere(HealthDeduction deduction) => deduction.Action is HealthAction.Load or HealthAction.Reload
        ? deduction with { Advice = "Its servers are elsewhere: see how they stand (multillm backends, GET /backends) and put right what they or their configuration lack.", Action = null, ActsOn = null }
        : deduction;

    private static HealthDeduction? Availability(string id, ModelResidency? standing, HealthInputs inputs)
    {
        const string advice = "Look at the reason, then try to load it; if its file is damaged, fetch it again.";
        if (standing?.BackoffUntil is { } until && until > inputs.Now)
            return new(HealthPart.Availability, LeftAlone, id, $"{id} failed {Times(standing.Failures)} in a row and is left alone for another {Span(until - inputs.Now)}. The last time: {standing.LastError}", advice, HealthAction.Load, id);
        if (inputs.OpenCircuits.TryGetValue(id, out var why))
            return new(HealthPart.Availability, LeftAlone, id, $"{id} is passed over: {why}", advice, HealthAction.Load, id);
        return standing is { State: ModelState.Failed, LastError: { } error }
            ? new(HealthPart.Availability, LoadFailed, id, $"{id} failed last time: {error}", advice, HealthAction.Load, id)
            : null;
    }

    private static HealthDeduction? Errors(string id, ModelTraffic traffic, List<Finding> findings)
    {
        var share = traffic.Requests > 0 ? (double)traffic.Failed / traffic.Requests : 0;
        var newest = traffic.LastError is { } code ? $" The newest is {code}." : "";
        const string advice = "Load it afresh; if it goes on, look at the errors of GET /analytics/requests?outcome=failed and use another model meanwhile.";
        if (findings.FirstOrDefault(finding => finding.Concern == HealthConcern.Errors) is { } more)
        {
            var points = Math.Clamp((int)Math.Round(100 * Math.Max(share, more.Share ?? 0)), LeastForMoreErrors, MostForErrors);
            return new(HealthPart.Errors, points, id, Text($"{id} fails {more.Share:0.# %} of its requests, usually {more.UsualShare:0.# %}.{newest}"), advice, HealthAction.Reload, id);
        }
        if (traffic.Requests < LeastRequests || share < ErrorsWorthAWord)
            return null;
        return new(HealthPart.Errors, Math.Clamp((int)Math.Round(100 * share), LeastForErrors, MostForErrors), id,
            Text($"{id} failed {traffic.Failed} of {traffic.Requests} requests in the last hour.{newest}"), advice, HealthAction.Reload, id);
    }

    private static HealthDeduction? Crashes(string id, ModelTraffic traffic, HealthInputs inputs) => traffic.Crashes == 0 ? null : new(
        HealthPart.Crashes, (int)Math.Min(MostForCrashes, traffic.Crashes * PerCrash), id,
        $"{id} crashed {Times(traffic.Crashes)} in the last hour, the last time at {FindingWords.Clock(traffic.LastCrashAt ?? inputs.Now)}: {traffic.LastCrash}",
        "It is loaded afresh with its next request. If it crashes again, give it a smaller context or fewer slots, or fetch its file again.", HealthAction.Reload, id);

    private static HealthDeduction? Queue(string id, ModelTraffic traffic, ModelResidency? standing)
    {
        var slots = standing?.Plan?.Slots is { } known and > 0 ? $" (it has {known})" : "";
        var advice = $"Give it more slots{slots}, or let a smaller or second model take a part.";
        if (traffic.TurnedAway > 0)
            return new(HealthPart.Queue, MostForQueue, id, $"{id} turned {traffic.TurnedAway} requests away in the last hour, because too many waited.", advice);
        return traffic.QueueSeconds < WaitWorthAWord ? null : new(
            HealthPart.Queue, Math.Clamp((int)Math.Round(2 * traffic.QueueSeconds), 2, MostForQueue), id,
            Text($"Requests to {id} waited {traffic.QueueSeconds:0.0} s for a slot on average in the last ten minutes."), advice);
    }

    private static HealthDeduction Changed(Finding finding, HealthInputs inputs)
    {
        var reason = FindingWords.Of(finding) + ".";
        if (finding.Concern != HealthConcern.Speed)
        {
            return new(HealthPart.Answers, StrangeAnswers, finding.ModelId, reason,
                "Compare some of its answers with earlier ones; if prompts and settings did not change, load it afresh.", HealthAction.Reload, finding.ModelId);
        }
        var points = Math.Clamp((int)Math.Round(50 * (1 - (1 / Math.Max(1, finding.Factor ?? 1)))), LeastForSlow, MostForSlow);
        return MemoryScore.IsTight(inputs.Memory) && MostIdle(inputs) is { } idle && idle.ModelId != finding.ModelId
            ? new(HealthPart.Latency, points, finding.ModelId, reason, Unload(idle, inputs.Now), HealthAction.Unload, idle.ModelId)
            : new(HealthPart.Latency, points, finding.ModelId, reason,
                "Other models are as quick as usual, so load it afresh; requests that leave the choice to the service go elsewhere where that is quicker.", HealthAction.Reload, finding.ModelId);
    }
}
