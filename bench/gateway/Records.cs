using System.Text.Json;

namespace MultiLLM.GatewayBench;

/// <summary>What the service says of its recording.</summary>
internal sealed record Records(long Written, long Lost)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<Records> ReadAsync(Target target)
    {
        using var summary = JsonDocument.Parse(await target.GetAsync("/analytics/summary?since=1h"));
        var recording = summary.RootElement.GetProperty("recording");
        return new Records(recording.GetProperty("written").GetInt64(), recording.GetProperty("lost").GetInt64());
    }

    /// <summary>Once each answered request has left one, or has had time enough for it.</summary>
    public static async Task<Records> SettledAsync(Target target)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var records = await ReadAsync(target);
            if (records.Written + records.Lost >= target.Sent || TimeProvider.System.GetElapsedTime(start) > Patience)
                return records;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }
}
