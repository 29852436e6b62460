using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Store;

namespace MultiLLM.AnalyticsBench;

/// <summary>Fills thirty days through the store's own way of writing, and asks for their figures.</summary>
internal static class Month
{
    private const int Batch = 20_000;
    private const int Asked = 21;

    public static async Task MeasureAsync(BenchRig rig, int requests, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var source = new Synthetic();
        var now = time.GetUtcNow();
        var from = now.AddDays(-30);
        var run = new Run("bench", now);
        var start = time.GetTimestamp();
        for (var done = 0; done < requests; done += Batch)
        {
            var records = Enumerable.Range(done, Math.Min(Batch, requests - done)).Select(i => source.Next(from + (TimeSpan.FromDays(30) * ((double)i / requests)))).ToArray();
            await rig.Store.WriteAsync(records, run, done, cancellationToken);
        }
        var filling = time.GetElapsedTime(start).TotalSeconds;
        BenchRig.Row($"{requests} requests written as fast as it goes", $"{requests / filling:0} a second");
        BenchRig.Row($"size of the database", $"{await rig.Store.SizeAsync(cancellationToken) / 1e6:0} MB");

        var query = new FiguresQuery { From = now.AddDays(-30), To = now.AddMinutes(-1), By = FiguresGrouping.Model };
        await AskAsync($"summary of 30 days by model", async () => (await rig.Queries.SummarizeAsync(query, cancellationToken)).OrThrow().Total.Requests);
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var days = TimeBuckets.Of(query.From, query.To, BucketSize.Day, berlin, 100);
        await AskAsync($"trend of 30 days of Berlin", async () =>
            (await rig.Queries.FollowAsync(query with { By = FiguresGrouping.None }, days, cancellationToken)).OrThrow()[0].Figures.Sum(figures => figures.Requests));
    }

    private static async Task AskAsync(FormattableString what, Func<Task<long>> ask)
    {
        var times = new List<double>();
        long requests = 0;
        for (var i = 0; i < Asked; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            requests = await ask();
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }
        var (first, median, slowest) = (times[0], times.Order().ElementAt(Asked / 2), times.Skip(1).Max());
        BenchRig.Row(what, $"{median:0} ms (median of {Asked}), first {first:0} ms, slowest after it {slowest:0} ms; {requests} requests");
    }
}
