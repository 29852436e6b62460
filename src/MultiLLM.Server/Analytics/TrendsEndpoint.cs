using MultiLLM.Contracts.Api;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Analytics;

/// <summary><c>GET /analytics/trends</c></summary>
internal sealed class TrendsEndpoint(IAnalytics analytics, TimeProvider time)
{
    private const int MostBuckets = 2000;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);
    private static readonly string[] s_groupings = ["model", "task", "key"];

    private sealed record Call(string Metric, BucketSize Size, IReadOnlyList<TimeBucket> Buckets, TimeZoneInfo Zone, FiguresQuery Query);

    public async Task HandleAsync(HttpContext context)
    {
        var read = Read(context);
        if (!read.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, read.Error);
            return;
        }
        var call = read.Value;
        var series = await analytics.FollowAsync(call.Query, call.Buckets, context.RequestAborted);
        if (!series.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, series.Error);
            return;
        }
        var reply = new AnalyticsTrends(
            call.Metric, EnumWords<BucketSize>.Of(call.Size), call.Zone.Id, call.Buckets[0].Start, call.Buckets[^1].End,
            [.. series.Value.Select(one => new TrendSeries(Points(call, one), one.Name is "" ? FiguresDescription.NoName : one.Name))],
            analytics.ExactFrom(call.Buckets) is { } exact ? TimeZoneInfo.ConvertTime(exact, call.Zone) : null);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, reply, JsonReply.Api.AnalyticsTrends);
    }

    private static TrendPoint[] Points(Call call, FiguresSeries series) =>
        [.. series.Figures.Select((figures, index) => new TrendPoint(call.Buckets[index].Start, figures.Requests, TrendMetrics.Value(call.Metric, figures)))];

    private Result<Call> Read(HttpContext context)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(context.Request.Query, problem);
        var metric = fields.Choice("metric", TrendMetrics.Names) ?? "requests";
        var size = EnumWords<BucketSize>.Find(fields.Choice("bucket", EnumWords<BucketSize>.All) ?? "hour")!.Value;
        var period = PeriodReader.Read(fields, problem, time.GetUtcNow(), Usual);
        var by = fields.Choice("by", s_groupings) switch
        {
            "model" => FiguresGrouping.Model,
            "task" => FiguresGrouping.Task,
            "key" => FiguresGrouping.Key,
            _ => FiguresGrouping.None,
        };
        var filter = new FiguresQuery
        {
            From = period.From,
            To = period.To,
            By = by,
            Model = NameOf(fields.Text("model", ModelNames.MaxLength)),
            Task = NameOf(fields.Text("task", ModelNames.MaxLength)),
            Key = NameOf(OwnRecords.KeyFor(context, fields.Text("key", ModelNames.MaxLength), problem)),
        };
        if (problem.Error is { } wrong)
            return wrong;
        var buckets = TimeBuckets.Of(period.From, period.To, size, period.Zone, MostBuckets);
        if (buckets.Count > MostBuckets)
            problem.Report("bucket", $"may cut the period into at most {MostBuckets} parts; take a longer bucket or a shorter period");
        return problem.Error is { } error ? error : new Call(metric, size, buckets, period.Zone, filter);
    }

    private static string? NameOf(string? filter) => filter == FiguresDescription.NoName ? "" : filter;
}
