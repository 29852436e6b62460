using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Health.Scoring;
using MultiLLM.Core.Residency;

namespace MultiLLM.Server.Monitoring;

internal static class HealthDescription
{
    public static HealthOverview Of(HealthAssessment health, ResidencySnapshot residency) => new()
    {
        Status = EnumWords<HealthStatus>.Of(health.Status),
        Score = health.Score,
        CanServe = health.CanServe,
        Parts = Parts(health.Deductions),
        Deductions = [.. health.Deductions.Select(Of)],
        Models = [.. health.Models.Select(model => Of(model, residency))],
    };

    private static ModelHealthInfo Of(ModelHealth model, ResidencySnapshot residency) => new()
    {
        Id = model.ModelId,
        Status = EnumWords<HealthStatus>.Of(model.Status),
        Score = model.Score,
        State = EnumWords<ModelState>.Of(residency.StateOf(model.ModelId)),
        Parts = Parts(model.Deductions),
        Deductions = [.. model.Deductions.Select(Of)],
        Requests = model.Requests,
        Failed = model.Failed,
        Crashes = model.Crashes,
        LastAskedAt = model.LastAskedAt,
        BaselineAnswers = model.BaselineAnswers,
    };

    private static IReadOnlyList<HealthPartInfo> Parts(IReadOnlyList<HealthDeduction> deductions) =>
    [
        .. Enum.GetValues<HealthPart>().Select(part => new HealthPartInfo(
            EnumWords<HealthPart>.Of(part), deductions.Where(deduction => deduction.Part == part).Sum(deduction => deduction.Points))),
    ];

    private static HealthDeductionInfo Of(HealthDeduction deduction) => new()
    {
        Part = EnumWords<HealthPart>.Of(deduction.Part),
        Points = deduction.Points,
        ModelId = deduction.ModelId,
        Reason = deduction.Reason,
        Advice = deduction.Advice,
        Action = deduction is { Action: { } action, ActsOn: { } model } ? new HealthActionInfo(EnumWords<HealthAction>.Of(action), model) : null,
    };
}
