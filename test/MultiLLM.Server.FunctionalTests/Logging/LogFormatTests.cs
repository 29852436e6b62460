using System.Text.Json;
using MultiLLM.Server.FunctionalTests.RealModels;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Logging;

public sealed class LogFormatTests
{
    [Fact]
    public async Task Json_EveryLine_IsAnObjectAndARequestsHasItsIds()
    {
        await using var service = await ShippedService.StartAsync(null, ("MultiLLM__Server__LogFormat", "json"));
        await service.AskAsync("starter-embed");
        await Eventually.TrueAsync(() => service.Output.Any(line => line.Contains("POST", StringComparison.Ordinal)), seconds: 10);

        var lines = service.Output.Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        var answered = lines.Single(line => line.GetProperty("Message").GetString()!.StartsWith("POST /v1/embeddings 200"));
        var scopes = answered.GetProperty("Scopes").GetRawText();
        Assert.Matches("\"RequestId\":\"req-[0-9a-f]{32}\"", scopes);
        Assert.Matches("\"TraceId\":\"[0-9a-f]{32}\"", scopes);
        Assert.Equal("starter-embed", answered.GetProperty("State").GetProperty("Model").GetString());
        Assert.EndsWith("Z", answered.GetProperty("Timestamp").GetString());
    }
}
