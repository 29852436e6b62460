using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Core.Gateway.Governance.Approvals;
using MultiLLM.Core.Gateway.Governance.Digests;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Gateway.Governance.Reporting;

/// <summary>Gathers the report from those who own what it tells.</summary>
internal sealed class GovernanceReports(
    IModelCatalog catalog, IApprovals approvals, IModelDigests digests, IAnalytics analytics, IAuditReader audit, IAuditStanding standing, IEventLog events,
    IEnumerable<IGovernanceSource> sources, GovernedSettings settings, IOptions<GovernanceOptions> options, TimeProvider time) : IGovernanceReports
{
    private static readonly (FiguresGrouping By, string Word)[] s_groupings = [(FiguresGrouping.Model, "model"), (FiguresGrouping.Task, "task"), (FiguresGrouping.Key, "key")];

    private static readonly HashSet<string> s_incidents =
    [
        EventKinds.Degraded, EventKinds.MachineSlowed, EventKinds.MemoryLow, EventKinds.DiskLow, EventKinds.LimitHit, EventKinds.AnalyticsProblem, EventKinds.AnalyticsSetAside,
        EventKinds.AuditProblem, EventKinds.AuditTampered, EventKinds.Of(ResidencyEventKind.Crashed), EventKinds.Of(ResidencyEventKind.LoadFailed),
    ];

    public IReadOnlyList<GovernedModel> Models()
    {
        var (decided, now) = (approvals.Current, time.GetUtcNow());
        return [.. catalog.Current.Models.OrderBy(model => model.Id, StringComparer.Ordinal).Select(model =>
        {
            var (facts, digest, decision) = (ModelFacts.Of(model), digests.Of(model), decided?.GetValueOrDefault(model.Id));
            return new GovernedModel
            {
                Id = model.Id,
                Kind = EnumWords<ModelKind>.Of(model.Kind),
                License = facts.License,
                Source = facts.Source,
                Digest = digest?.Sha256,
                SizeBytes = model.SizeBytes,
                Standing = ApprovalCheck.Standing(decision, digest, now),
                Approval = decision,
            };
        })];
    }

    public async ValueTask<Result<GovernanceReport>> MakeAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var uses = await UsesAsync(from, to, cancellationToken);
        if (!uses.IsSuccess)
            return uses.Error;
        var parts = new List<GovernancePart>();
        foreach (var source in sources)
            parts.Add(await source.TellAsync(from, to, cancellationToken));
        try
        {
            return new GovernanceReport
            {
                From = from,
                To = to,
                MadeAt = time.GetUtcNow(),
                ApprovedOnly = options.Value.ApprovedOnly,
                Models = Models(),
                Uses = uses.Value,
                Acts = [.. audit.All(new AuditFilter { From = from, To = to })
                    .CountBy(record => (record.Entry.Action, record.Entry.Outcome)).OrderBy(act => act.Key)
                    .Select(act => new ActCount(act.Key.Action, act.Key.Outcome, act.Value))],
                Incidents = [.. events.ReadAfter(0).Events.Where(happened => happened.Time >= from && happened.Time < to && s_incidents.Contains(happened.Kind))],
                Parts = parts,
                Settings = settings.Read(),
                Evidence = await EvidenceAsync(cancellationToken),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCode.AuditUnavailable, $"The audit log cannot be read: {error.Message}", RetryAfter: TimeSpan.FromSeconds(5));
        }
    }

    private async ValueTask<Result<IReadOnlyList<ModelUse>>> UsesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var uses = new List<ModelUse>();
        foreach (var (by, word) in s_groupings)
        {
            var figures = await analytics.SummarizeAsync(new FiguresQuery { From = from, To = to, By = by }, cancellationToken);
            if (!figures.IsSuccess)
                return figures.Error;
            uses.AddRange(figures.Value.Groups.Select(group => new ModelUse(
                word, group.Key, group.Value.Requests, group.Value.Failed, group.Value.Refused, group.Value.PromptTokens, group.Value.CompletionTokens)));
        }
        return uses;
    }

    private async ValueTask<GovernanceEvidence> EvidenceAsync(CancellationToken cancellationToken)
    {
        var signed = await standing.CheckpointAsync(cancellationToken);
        var found = await standing.VerifyAsync(null, cancellationToken);
        return new GovernanceEvidence
        {
            Checkpoint = signed.Value,
            Verification = found.Value,
            Problem = found.Error?.Message ?? signed.Error?.Message,
            Lost = standing.Status.Lost,
        };
    }
}
