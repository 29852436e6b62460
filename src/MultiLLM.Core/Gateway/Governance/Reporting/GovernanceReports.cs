using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Core.Gateway.Governance.Approvals;
using MultiLLM.Core.Gateway.Governance.Digests;

namespace MultiLLM.Core.Gateway.Governance.Reporting;

/// <summary>Gathers the report from those who own what it tells.</summary>
internal sealed class GovernanceReports(
    IModelCatalog catalog, IApprovals approvals, IModelDigests digests, IAnalytics analytics, IAuditReader audit, IAuditStanding standing, IEventLog events,
    IEnumerable<IGovernanceSource> sources, GovernedSettings settings, IOptions<GovernanceOptions> options, TimeProvider time) : IGovernanceReports
{
    private static readonly (FiguresGrouping By, string Word)[] s_groupings = [(FiguresGrouping.Model, "model"), (FiguresGrouping.Task, "task"), (FiguresGrouping.Key, "key")];

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
        try
        {
            // Signing also waits until all that happened so far is in the log.
            var signed = await standing.CheckpointAsync(cancellationToken);
            var tales = sources.Select(source => source.Begin(from, to)).ToList();
            var acts = Acts(from, to, tales, cancellationToken);
            var areas = new List<AreaReport>();
            foreach (var tale in tales)
                areas.Add(await tale.TellAsync(cancellationToken));
            return new GovernanceReport
            {
                From = from,
                To = to,
                MadeAt = time.GetUtcNow(),
                ApprovedOnly = options.Value.ApprovedOnly,
                Models = Models(),
                Uses = uses.Value,
                Acts = acts,
                Incidents = [.. EventIncidents.Of(events.ReadAfter(0).Events, from, to).Concat(areas.SelectMany(area => area.Incidents)).OrderBy(incident => incident.First)],
                Parts = [.. areas.SelectMany(area => area.Parts)],
                Settings = settings.Read(),
                Evidence = await EvidenceAsync(signed, cancellationToken),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCode.AuditUnavailable, $"The audit log cannot be read: {error.Message}", RetryAfter: TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Reads the log once for all: it may hold millions of entries.</summary>
    private List<ActCount> Acts(DateTimeOffset from, DateTimeOffset to, List<IGovernanceTale> tales, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<(string Action, string Outcome), long>();
        foreach (var record in audit.All(new AuditFilter { From = from, To = to }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var act = (record.Entry.Action, record.Entry.Outcome);
            counts[act] = counts.GetValueOrDefault(act) + IncidentTally.Times(record);
            tales.ForEach(tale => tale.Hear(record));
        }
        return [.. counts.OrderBy(act => act.Key).Select(act => new ActCount(act.Key.Action, act.Key.Outcome, act.Value))];
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

    private async ValueTask<GovernanceEvidence> EvidenceAsync(Result<Checkpoint> signed, CancellationToken cancellationToken)
    {
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
