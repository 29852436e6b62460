using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Governance.Approvals;
using MultiLLM.Core.Gateway.Governance.Reporting;

namespace MultiLLM.Server.FunctionalTests.Fakes;

internal sealed class FakeApprovals : IApprovals
{
    private static readonly ModelApproval Approval = new() { ModelId = "tiny-chat", Verdict = ApprovalVerdict.Approved, By = "local", At = DateTimeOffset.UnixEpoch };

    public IReadOnlyDictionary<string, ModelApproval>? Current { get; set; } = new Dictionary<string, ModelApproval> { ["tiny-chat"] = Approval };

    public ValueTask<Result<ModelApproval>> DecideAsync(string model, ApprovalOrder order, Caller caller, string? requestId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ModelApproval>>(Approval with { ModelId = model, Verdict = order.Verdict, Note = order.Note });

    public Result<ModelApproval> Withdraw(string model, Caller caller, string? requestId) => Approval;
}

/// <summary>A report with hostile words in every place that holds any.</summary>
internal sealed class FakeReports : IGovernanceReports
{
    public const string Hostile = "<script>alert(1)</script>\"'&";

    public IReadOnlyList<GovernedModel> Models() =>
    [
        new()
        {
            Id = Hostile, Kind = "chat", License = Hostile, Source = Hostile, Standing = ApprovalStanding.Void,
            Approval = new ModelApproval { ModelId = Hostile, Verdict = ApprovalVerdict.Approved, By = Hostile, At = DateTimeOffset.UnixEpoch, Note = Hostile, Keys = [Hostile] },
        },
    ];

    public ValueTask<Result<GovernanceReport>> MakeAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<GovernanceReport>>(new GovernanceReport
        {
            From = from,
            To = to,
            MadeAt = to,
            ApprovedOnly = false,
            Models = Models(),
            Uses = [new ModelUse("key", Hostile, 1, 2, 3, 4, 5)],
            Acts = [new ActCount(Hostile, Hostile, 1)],
            Incidents = [new() { Kind = Hostile, Message = Hostile, Subject = Hostile, KeyId = Hostile, First = from, Last = to, Count = 2 }],
            Parts =
            [
                new GovernancePart(Hostile, Hostile, Hostile, [new(Hostile), new("#" + Hostile, ColumnKind.Number), new(Hostile, ColumnKind.Time), new(Hostile, Empty: Hostile)], [[Hostile, Hostile, Hostile, null]])
                {
                    Problem = Hostile,
                },
            ],
            Settings = [new GovernedSetting(Hostile, Hostile, Hostile)],
            Evidence = new GovernanceEvidence { Problem = Hostile, Verification = new() { Problems = [Hostile], ProblemCount = 1 } },
        });
}
