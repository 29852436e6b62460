using System.Globalization;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Held;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Analytics;

/// <summary><c>GET /analytics/summary</c>, <c>/analytics/models/{id}</c> and <c>/analytics/compare</c></summary>
internal sealed class SummaryEndpoint(IAnalytics analytics, IModelCatalog catalog, IResidency residency, TimeProvider time)
{
    private const int MostModels = 16;
    private const int MostBuckets = 2000;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);
    private static readonly string[] s_groupings = ["model", "task", "key", "hour", "day"];

    private sealed record Call(Period Period, string By, FiguresQuery Query);

    public async Task SummaryAsync(HttpContext context)
    {
        var read = Read(context, model: null, usualBy: "model");
        await WriteAsync(context, read.IsSuccess ? await SummarizeAsync(read.Value, context.RequestAborted) : read.Error);
    }

    public async Task ModelAsync(HttpContext context)
    {
        var named = await NamedAsync(context, (string)context.GetRouteValue("id")!, "id");
        var read = named.IsSuccess ? Read(context, named.Value, usualBy: "task") : named.Error;
        await WriteAsync(context, read.IsSuccess ? await SummarizeAsync(read.Value, context.RequestAborted) : read.Error);
    }

    public async Task CompareAsync(HttpContext context)
    {
        var models = await ReadModelsAsync(context);
        var read = models.IsSuccess ? Read(context, model: null, usualBy: "model") : models.Error;
        if (!read.IsSuccess)
        {
            await WriteAsync(context, read.Error);
            return;
        }
        var summary = await SummarizeAsync(read.Value with { By = "model", Query = read.Value.Query with { By = FiguresGrouping.Model } }, context.RequestAborted);
        if (summary.IsSuccess)
        {
            var known = summary.Value.Groups.ToDictionary(group => group.Name, StringComparer.Ordinal);
            summary = summary.Value with { Groups = [.. models.Value!.Select(model => known.GetValueOrDefault(model) ?? Group(model, Figures.None, "model"))] };
        }
        await WriteAsync(context, summary);
    }

    private async ValueTask<Result<AnalyticsSummary>> SummarizeAsync(Call call, CancellationToken cancellationToken)
    {
        var period = call.Period;
        var figures = await analytics.SummarizeAsync(call.Query, cancellationToken);
        if (!figures.IsSuccess)
            return figures.Error;
        var held = await analytics.HeldAsync(figures.Value.From, figures.Value.To, cancellationToken);
        if (!held.IsSuccess)
            return held.Error;
        var isAboutModels = call.Query is { Task: null, Key: null };
        IReadOnlyList<FiguresGroup> groups;
        DateTimeOffset? exactFrom = null;
        if (call.By is not ("hour" or "day"))
        {
            groups = [.. figures.Value.Groups.Select(group => Group(group.Key, group.Value, call.By))];
            if (call.By == "model" && isAboutModels)
                groups = WithHeld(groups, held.Value, call.Query.Model);
        }
        else
        {
            var buckets = TimeBuckets.Of(period.From, period.To, call.By == "day" ? BucketSize.Day : BucketSize.Hour, period.Zone, MostBuckets);
            var series = await analytics.FollowAsync(call.Query, buckets, cancellationToken);
            if (!series.IsSuccess)
                return series.Error;
            exactFrom = analytics.ExactFrom(buckets);
            groups = [.. buckets.Select((bucket, index) => new FiguresGroup
            {
                Name = bucket.Start.ToString(call.By == "day" ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                Start = bucket.Start,
                Figures = FiguresDescription.Of(series.Value[0].Figures[index]),
            })];
        }
        return new AnalyticsSummary
        {
            From = TimeZoneInfo.ConvertTime(figures.Value.From, period.Zone),
            To = TimeZoneInfo.ConvertTime(figures.Value.To, period.Zone),
            TimeZone = period.Zone.Id,
            Total = FiguresDescription.Of(figures.Value.Total),
            By = call.By,
            Groups = groups,
            Recording = FiguresDescription.Of(analytics.Recording),
            HeldByteSeconds = isAboutModels ? held.Value.Where(one => call.Query.Model is null || one.Key == call.Query.Model).Sum(one => one.Value.ByteSeconds) : null,
            ApproximateBefore = exactFrom is { } exact ? TimeZoneInfo.ConvertTime(exact, period.Zone) : null,
        };
    }

    private FiguresGroup Group(string name, Figures figures, string by) => new()
    {
        Name = name.Length > 0 ? name : FiguresDescription.NoName,
        Figures = FiguresDescription.Of(figures),
        HeldBytes = by == "model" ? HeldBy(name) : null,
    };

    /// <summary>Models that were in memory and that nobody asked come last: they cost something, too.</summary>
    private IReadOnlyList<FiguresGroup> WithHeld(IReadOnlyList<FiguresGroup> groups, IReadOnlyDictionary<string, HeldMemory> held, string? model)
    {
        var idle = held.Keys.Where(id => (model is null || id == model) && groups.All(group => group.Name != id)).Order(StringComparer.Ordinal);
        return [.. groups.Concat(idle.Select(id => Group(id, Figures.None, "model"))).Select(group => held.TryGetValue(group.Name, out var cost)
            ? group with { HeldSeconds = cost.Seconds, HeldByteSeconds = cost.ByteSeconds }
            : group)];
    }

    private long? HeldBy(string model)
    {
        if (residency.Snapshot.Find(model) is not { State: ModelState.Ready } ready)
            return null;
        var bytes = ready.MeasuredBytes > 0 ? ready.MeasuredBytes : (long)(ready.Loaded?.Memory?.RssBytes ?? 0);
        return bytes > 0 ? bytes : null;
    }

    private Result<Call> Read(HttpContext context, string? model, string usualBy)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(context.Request.Query, problem);
        var period = PeriodReader.Read(fields, problem, time.GetUtcNow(), Usual);
        var by = fields.Choice("by", s_groupings) ?? usualBy;
        var query = new FiguresQuery
        {
            From = period.From,
            To = period.To,
            By = by switch
            {
                "model" => FiguresGrouping.Model,
                "task" => FiguresGrouping.Task,
                "key" => FiguresGrouping.Key,
                _ => FiguresGrouping.None,
            },
            Model = model ?? NameOf(fields.Text("model", ModelNames.MaxLength)),
            Task = NameOf(fields.Text("task", ModelNames.MaxLength)),
            Key = NameOf(OwnRecords.KeyFor(context, fields.Text("key", ModelNames.MaxLength), problem)),
        };
        if (problem.Error is null && by is "hour" or "day"
            && TimeBuckets.Of(period.From, period.To, by == "day" ? BucketSize.Day : BucketSize.Hour, period.Zone, MostBuckets).Count > MostBuckets)
            problem.Report("by", $"{by} may cut the period into at most {MostBuckets} parts");
        return problem.Error is { } error ? error : new Call(period, by, query);
    }

    private async ValueTask<Result<IReadOnlyList<string>>> ReadModelsAsync(HttpContext context)
    {
        var problem = new RequestProblem();
        var text = new QueryFields(context.Request.Query, problem).Text("models", MostModels * ModelNames.MaxLength);
        var names = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (names.Length is < 2 or > MostModels)
            problem.Report("models", $"must name from 2 to {MostModels} models, separated by commas; this names {names.Length}");
        if (problem.Error is { } error)
            return error;
        var models = new List<string>();
        foreach (var name in names)
        {
            var named = await NamedAsync(context, name, "models");
            if (!named.IsSuccess)
                return named.Error;
            if (!models.Contains(named.Value))
                models.Add(named.Value);
        }
        return models;
    }

    /// <summary>By id or alias. A model that is gone may have a past, so an unknown name is taken as it is where it has one.</summary>
    private async ValueTask<Result<string>> NamedAsync(HttpContext context, string name, string field)
    {
        var found = await catalog.FindAsync(name, context.RequestAborted);
        if (found.IsSuccess)
            return found.Value.Id;
        var any = new RecordFilter { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.MaxValue, Model = name, Key = OwnRecords.KeyFor(context) };
        var past = await analytics.RequestsAsync(any, null, ascending: false, limit: 1, context.RequestAborted);
        if (!past.IsSuccess)
            return past.Error;
        return past.Value.Count > 0 ? name : found.Error with { Param = field };
    }

    private static string? NameOf(string? filter) => filter == FiguresDescription.NoName ? "" : filter;

    private static Task WriteAsync(HttpContext context, Result<AnalyticsSummary> summary) => summary.IsSuccess
        ? JsonReply.WriteAsync(context, StatusCodes.Status200OK, summary.Value, JsonReply.Api.AnalyticsSummary)
        : ErrorReplies.WriteAsync(context, summary.Error);
}
