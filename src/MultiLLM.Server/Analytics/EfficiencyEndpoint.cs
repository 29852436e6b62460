using MultiLLM.Contracts.Api;
using MultiLLM.Core.Analytics.Efficiency;
using MultiLLM.Core.Catalog;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Analytics;

/// <summary><c>GET /analytics/efficiency</c></summary>
internal sealed class EfficiencyEndpoint(IEfficiency efficiency, TimeProvider time)
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);

    public async Task HandleAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var period = PeriodReader.Read(new QueryFields(context.Request.Query, problem), problem, time.GetUtcNow(), Usual);
        var report = problem.Error is { } wrong ? wrong : await efficiency.ReportAsync(period.From, period.To, context.RequestAborted);
        if (!report.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, report.Error);
            return;
        }
        var reply = new EfficiencyReply
        {
            From = TimeZoneInfo.ConvertTime(period.From, period.Zone),
            To = TimeZoneInfo.ConvertTime(period.To, period.Zone),
            Requests = report.Value.Requests,
            Advice = report.Value.Advice,
            Models = [.. report.Value.Models.Select(Describe)],
        };
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, reply, JsonReply.Api.EfficiencyReply);
    }

    private static ModelEfficiencyInfo Describe(ModelEfficiency model) => new()
    {
        ModelId = model.ModelId,
        Requests = model.Requests,
        Cost = model.Cost,
        Quality = Math.Round(model.Quality, 3),
        SecondsPerAnswer = model.Seconds,
        Measured = model.Measured,
        Bytes = model.Bytes,
        Loaded = model.Loaded,
        QualityPerSecond = model.QualityPerSecond,
        QualityPerGigabyte = model.QualityPerGigabyte,
        IdleHours = model.IdleHours,
        BestShare = model.BestShare,
        QualityLost = Math.Round(model.QualityLost, 3),
        SecondsLost = model.SecondsLost,
        Tasks = [.. model.Tasks.Select(task => new TaskEfficiencyInfo(
            EnumWords<ModelTask>.Of(task.Task), task.Share, Math.Round(task.Quality, 3), task.Seconds, task.IsBest, task.NextBest))],
    };
}
