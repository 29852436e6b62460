using MultiLLM.Core.Analytics;
using MultiLLM.Core.Errors;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Analytics;

/// <summary>Every input can be wrong: the error names the field and the limit.</summary>
public sealed class AnalyticsEndpointTests
{
    [Theory]
    [InlineData("/analytics/summary?since=tomorrow", "since", "90m")]
    [InlineData("/analytics/summary?since=0h", "since", "90m")]
    [InlineData("/analytics/summary?since=9999w", "since", "3660d")]
    [InlineData("/analytics/summary?since=1d&from=2026-01-01", "since", "exclude")]
    [InlineData("/analytics/summary?from=2026-13-01", "from", "must be a time")]
    [InlineData("/analytics/summary?from=0001-01-01", "from", "1970")]
    [InlineData("/analytics/summary?from=2026-01-02&to=2026-01-01", "from", "before the end")]
    [InlineData("/analytics/summary?to=9999-12-31T23:59:59Z", "to", "must be a time")]
    [InlineData("/analytics/summary?tz=../../etc/passwd", "tz", "Europe/Berlin")]
    [InlineData("/analytics/summary?tz=Mars/Olympus", "tz", "Europe/Berlin")]
    [InlineData("/analytics/summary?by=moon", "by", "\"model\", \"task\", \"key\"")]
    [InlineData("/analytics/summary?by=hour&since=3000d", "by", "2000")]
    [InlineData("/analytics/summary?by=minute&since=2d", "by", "2000")]
    [InlineData("/analytics/summary?since=1d&since=2d", "since", "once")]
    [InlineData("/analytics/trends?metric=luck", "metric", "tokens_per_second_p50")]
    [InlineData("/analytics/trends?bucket=second", "bucket", "minute")]
    [InlineData("/analytics/trends?bucket=minute&since=30d", "bucket", "2000")]
    [InlineData("/analytics/compare?models=one", "models", "from 2 to 16")]
    [InlineData("/analytics/compare", "models", "from 2 to 16")]
    [InlineData("/analytics/requests?limit=0", "limit", "from 1 to 1000")]
    [InlineData("/analytics/requests?cursor=-5", "cursor", "page before")]
    [InlineData("/analytics/requests?outcome=lucky", "outcome", "superseded")]
    [InlineData("/analytics/export?format=xls", "format", "parquet")]
    [InlineData("/analytics/efficiency?since=soon", "since", "90m")]
    public async Task Query_WrongField_IsNamedWithItsLimit(string path, string field, string words)
    {
        await using var service = await TestService.StartAsync();

        var (status, body) = await service.GetJsonAsync(path);

        var error = body.GetProperty("error");
        Assert.Equal((400, field), (status, error.GetProperty("param").GetString()));
        Assert.Contains(words, error.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("/analytics/models/nobody", "id")]
    [InlineData("/analytics/compare?models=nobody,nothing", "models")]
    public async Task Query_UnknownModel_IsNotFound(string path, string field)
    {
        await using var service = await TestService.StartAsync();

        var (status, body) = await service.GetJsonAsync(path);

        Assert.Equal((404, field), (status, body.GetProperty("error").GetProperty("param").GetString()));
    }

    [Theory]
    [InlineData("/analytics/summary")]
    [InlineData("/analytics/trends")]
    [InlineData("/analytics/requests")]
    [InlineData("/analytics/export")]
    public async Task Query_DatabaseInTrouble_IsUnavailableAndTellsWhenToTryAgain(string path)
    {
        await using var service = await TestService.StartAsync();
        service.Parts.Analytics.Trouble = new Error(ErrorCode.AnalyticsUnavailable, "The disk is gone.", RetryAfter: TimeSpan.FromSeconds(5));

        var (status, body) = await service.GetJsonAsync(path);

        Assert.Equal((503, "analytics_unavailable"), (status, body.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Trends_NoRequests_AreZerosAndNotHoles()
    {
        await using var service = await TestService.StartAsync();

        var (_, trend) = await service.GetJsonAsync("/analytics/trends?bucket=day&from=2026-03-28&to=2026-03-31&tz=Europe/Berlin");

        var points = trend.GetProperty("series")[0].GetProperty("points").EnumerateArray().ToList();
        Assert.Equal(
            ["2026-03-28T00:00:00+01:00", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"],
            points.Select(point => point.GetProperty("start").GetString()));
        Assert.All(points, point => Assert.Equal((0, 0), (point.GetProperty("requests").GetInt32(), point.GetProperty("value").GetDouble())));
    }

    [Fact]
    public async Task Summary_ByMinute_HasAGroupForEachMinute()
    {
        await using var service = await TestService.StartAsync();

        var (_, summary) = await service.GetJsonAsync("/analytics/summary?by=minute&from=2026-03-28T10:00&to=2026-03-28T10:03&tz=Europe/Berlin");

        Assert.Equal(
            ["2026-03-28T10:00:00+01:00", "2026-03-28T10:01:00+01:00", "2026-03-28T10:02:00+01:00"],
            summary.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("start").GetString()));
    }

    [Fact]
    public async Task Requests_Pages_FollowEachOtherToTheEnd()
    {
        await using var service = await TestService.StartAsync();
        service.Parts.Analytics.Records.AddRange(Enumerable.Range(1, 7).Select(id => new RequestRecord
        {
            Id = id,
            Time = DateTimeOffset.UnixEpoch,
            RequestId = $"req-{id}",
            Endpoint = "/chat",
            Dialect = "own",
            ModelAsked = "auto",
            TotalSeconds = 1,
            Outcome = RequestOutcome.Ok,
        }));
        var seen = new List<string?>();
        var path = "/analytics/requests?limit=3";
        for (var cursor = ""; cursor is not null;)
        {
            var (_, page) = await service.GetJsonAsync(path + (cursor.Length > 0 ? $"&cursor={cursor}" : ""));
            seen.AddRange(page.GetProperty("requests").EnumerateArray().Select(request => request.GetProperty("request_id").GetString()));
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString() : null;
        }

        Assert.Equal(Enumerable.Range(1, 7).Reverse().Select(id => $"req-{id}"), seen);
    }
}
