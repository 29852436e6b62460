using System.Text;
using MultiLLM.Client;

namespace MultiLLM.Tests.Client;

public sealed class AnalyticsClientTests : IAsyncDisposable
{
    private readonly FakeService _service = new();
    private readonly MultiLLMClient _client;

    public AnalyticsClientTests() => _client = new MultiLLMClient(_service.Address);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _service.DisposeAsync();
    }

    [Fact]
    public async Task GetRequests_LastPage_HasNoCursor()
    {
        _service.OnJson("GET", "/analytics/requests?from=2026-03-01T00%3A00%3A00.0000000%2B01%3A00&outcome=failed&request_id=r&cursor=7&limit=5",
            """{"requests":[{"time":"2026-03-01T00:00:00+00:00","request_id":"r","endpoint":"/chat","dialect":"own","model_asked":"auto","outcome":"failed","attempt":1}]}""");

        var page = await _client.GetRequestsAsync(
            new AnalyticsQuery { From = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(1)), Outcome = "failed", RequestId = "r" }, "7", 5);

        Assert.Equal(("r", null), (Assert.Single(page.Requests).RequestId, page.Cursor));
    }

    [Fact]
    public async Task GetTrends_Series_HasItsPoints()
    {
        _service.OnJson("GET", "/analytics/trends?tz=Asia%2FKolkata&metric=requests&bucket=day",
            """{"metric":"requests","bucket":"day","time_zone":"Asia/Kolkata","from":"2026-03-01T00:00:00+05:30","to":"2026-03-02T00:00:00+05:30","series":[{"points":[{"start":"2026-03-01T00:00:00+05:30","requests":3,"value":3}]}]}""");

        var trends = await _client.GetTrendsAsync("requests", "day", new AnalyticsQuery { TimeZone = "Asia/Kolkata" });

        Assert.Equal(3, Assert.Single(Assert.Single(trends.Series).Points).Value);
    }

    [Fact]
    public async Task ExportRequests_File_IsCopiedAsItIs()
    {
        _service.OnJson("GET", "/analytics/export?since=7d&format=csv", "time,request_id\r\n");
        using var file = new MemoryStream();

        await _client.ExportRequestsAsync("csv", file, new AnalyticsQuery { Since = "7d" });

        Assert.Equal("time,request_id\r\n", Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public async Task ExportRequests_Refusal_IsThrown()
    {
        _service.OnJson("GET", "/analytics/export?format=xls", Replies.Error("invalid_request", "format must be one of"), 400);

        var refused = await Assert.ThrowsAsync<MultiLLMApiException>(() => _client.ExportRequestsAsync("xls", Stream.Null));

        Assert.Equal("invalid_request", refused.Code);
    }
}
