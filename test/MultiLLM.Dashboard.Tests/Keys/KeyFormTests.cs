using MultiLLM.Dashboard.Keys;

namespace MultiLLM.Dashboard.Tests.Keys;

public sealed class KeyFormTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ToRequest_OnlyAName_LimitsNothing()
    {
        var request = new KeyForm { Name = " Ann " }.ToRequest(s_now);
        Assert.Equal(("Ann", "user"), (request.Name, request.Role));
        Assert.Null(request.ExpiresAt);
        Assert.Null(request.Models);
        Assert.Null(request.Limits);
    }

    [Fact]
    public void ToRequest_Everything_IsSaid()
    {
        var request = new KeyForm { Name = "Ann", Role = "read_only", Days = 30, Models = " a, b ,,", RequestsPerMinute = 5, TokensPerDay = 1000 }.ToRequest(s_now);
        Assert.Equal(s_now.AddDays(30), request.ExpiresAt);
        Assert.Equal(["a", "b"], request.Models);
        Assert.Equal((5, 1000L), (request.Limits?.RequestsPerMinute, request.Limits?.TokensPerDay));
    }
}
