using Microsoft.Extensions.Options;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Analytics;

public sealed class AnalyticsOptionsTests
{
    [Theory]
    [InlineData("ConnectionString", "secret word", "Analytics:ConnectionString")]
    [InlineData("ConnectionString", "Hst=db;Password=secret", "Analytics:ConnectionString")]
    [InlineData("QueueCapacity", "1", "QueueCapacity")]
    [InlineData("MaxAge", "00:00:01", "MaxAge")]
    public async Task Start_ImpossibleSetting_IsRefusedByName(string key, string value, string named)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync([], ($"Analytics:{key}", value)));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }
}
