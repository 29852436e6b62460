using System.Text.Json;

namespace MultiLLM.GatewayBench;

/// <summary>What the service says of its recording.</summary>
internal sealed record Records(long Written, long Waiting, long Lost)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<Records> ReadAsync(Target target)
    {
        using var summary = JsonDocument.Parse(await target.GetAsync("/analytics/summary?since=1h"));
        var recording = summary.RootElement.GetProperty("recording");
        return new Records(recording.GetProperty("written").GetInt64(), recording.GetProperty("waiting").GetInt64(), recording.GetProperty("lost").GetInt64());
    }

    /// <summary>When nothing waits any more.</summary>
    public static async Task<Records> SettledAsync(Target target)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var records = await ReadAsync(target);
            if (records.Waiting == 0 || TimeProvider.System.GetElapsedTime(start) > Patience)
                return records;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }
}
