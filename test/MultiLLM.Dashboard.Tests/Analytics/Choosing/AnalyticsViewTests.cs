using Bunit;
using CsCheck;
using MultiLLM.Dashboard.Analytics.Choosing;

namespace MultiLLM.Dashboard.Tests.Analytics.Choosing;

public sealed class AnalyticsViewTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 14, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string?> s_text = Gen.OneOf(Gen.Const((string?)null), Gen.String[1, 20].Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => (string?)text));

    private static readonly Gen<OwnRange?> s_range = Gen.OneOf(
        Gen.Const((OwnRange?)null),
        Gen.Select(Gen.Int[0, 1_900_000_000], Gen.Int[1, 100_000_000], (from, length) =>
            (OwnRange?)new OwnRange(DateTimeOffset.FromUnixTimeSeconds(from), DateTimeOffset.FromUnixTimeSeconds(from + length))));

    [Fact]
    public void ReadToFields_AnyView_IsTheSameAgain() =>
        Gen.Select(Gen.Int[0, 3], s_range, s_text, s_text, s_text, s_text, s_text).Sample((period, range, model, task, outcome, request, order) =>
        {
            var view = new AnalyticsView
            {
                Period = range is null ? AnalyticsPeriod.All[period] : AnalyticsPeriod.Usual, Own = range, Model = model, Task = task, Outcome = outcome, Request = request, Order = order,
            };

            Assert.Equal(view, Read(view.ToFields().ToDictionary(field => field.Key, field => field.Value as string)));
        });

    [Theory]
    [InlineData("century", null, null, "\"period\" must be hour, day, week, month or own")]
    [InlineData("own", "soon", "2026-11-24T17:00:00Z", "\"from\" must be a time")]
    [InlineData("own", "2026-11-24T09:00:00Z", null, "\"to\" must be a time")]
    [InlineData("own", "2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z", "begin before it ends")]
    [InlineData("own", "2010-11-24T09:00:00Z", "2026-11-24T09:00:00Z", "at most 5 years")]
    public void Read_PeriodThatIsNone_IsTheUsualOneAndSaysWhy(string period, string? from, string? to, string words)
    {
        var view = Read(new() { ["period"] = period, ["from"] = from, ["to"] = to });

        Assert.Equal((AnalyticsPeriod.Usual, null), (view.Period, view.Own));
        Assert.Contains(words, view.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hour", "minute", 1)]
    [InlineData("day", "hour", 24)]
    [InlineData("week", "hour", 168)]
    [InlineData("month", "day", 720)]
    public void Span_Period_IsCutIntoTheFinestThatIsReadable(string period, string bucket, int hours)
    {
        var span = Read(new() { ["period"] = period }).Span(s_now);

        Assert.Equal((bucket, s_now, TimeSpan.FromHours(hours)), (span.Bucket, span.To, span.Length));
        Assert.Equal((s_now - (2 * span.Length), span.From), (span.Before.From, span.Before.To));
    }

    [Theory]
    [InlineData("day", "minute", "minute")]
    [InlineData("month", "hour", "hour")]
    [InlineData("month", "minute", "day")]
    [InlineData("day", "fortnight", "hour")]
    public void Span_BucketWanted_IsTakenWhereItSuits(string period, string wanted, string bucket) =>
        Assert.Equal(bucket, Read(new() { ["period"] = period, ["per"] = wanted }).Span(s_now).Bucket);

    [Fact]
    public void Span_HourOfLongAgo_IsNotCutIntoMinutesThatAreGone() =>
        Assert.Equal("hour", AnalyticsSpan.Of(s_now.AddDays(-20), s_now.AddDays(-20).AddHours(1), s_now).Bucket);

    [Fact]
    public void Span_AnyRange_HasFewerBucketsThanTheServiceGives() =>
        Gen.Select(Gen.Long[1, 1826L * 86400], Gen.Int[0, 3].Select(choice => new[] { null, "minute", "hour", "day" }[choice])).Sample((seconds, wanted) =>
        {
            var span = AnalyticsSpan.Of(s_now.AddSeconds(-seconds), s_now, s_now, wanted);

            Assert.True(span.Length / span.BucketLength <= 1900);
            Assert.Contains(span.Bucket, span.Buckets);
        });

    private static AnalyticsView Read(Dictionary<string, string?> fields) => AnalyticsView.Read(fields.GetValueOrDefault);
}
