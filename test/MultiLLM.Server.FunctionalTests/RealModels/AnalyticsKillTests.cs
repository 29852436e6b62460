using System.Diagnostics;
using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>What the disk and a kill of the whole service cost the records, and that they say so.</summary>
public sealed class AnalyticsKillTests
{
    [Fact]
    public async Task Kill_Service_LosesTheUnwrittenRecordsOnlyAndTellsHowMany()
    {
        using var home = new TempFolder();
        await using (var service = await ShippedService.StartAsync(home.Path, ("MultiLLM__Analytics__FlushInterval", "00:00:10")))
        {
            await service.AskAsync("starter-chat");
            await Eventually.TrueAsync(async () => Recording(await SummaryAsync(service)).GetProperty("written").GetInt32() == 1, seconds: 20);
            await service.AskAsync("starter-chat");
            await service.AskAsync("starter-chat");
            using var process = Process.GetProcessById(service.ProcessId);
            process.Kill();
            await process.WaitForExitAsync();
        }

        await using var next = await ShippedService.StartAsync(home.Path);

        await Eventually.TrueAsync(async () => Recording(await SummaryAsync(next)).GetProperty("lost_by_kill").GetInt32() == 2, seconds: 20);
        Assert.Equal(1, (await SummaryAsync(next)).GetProperty("total").GetProperty("requests").GetInt32());
        Assert.Contains(next.Output, line => line.Contains("ended before it had written 2 records", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FullDisk_Service_AnswersTellsAndWritesWhenThereIsRoom()
    {
        await using var disk = await SmallDisk.MountAsync(kilobytes: 1024);
        disk.Fill();
        await using var service = await ShippedService.StartAsync(disk.Folder);

        await service.AskAsync("starter-chat");
        await Eventually.TrueAsync(() => Complaints(service) > 0, seconds: 20);
        await service.AskAsync("starter-chat");
        disk.Empty();

        await Eventually.TrueAsync(() => service.Output.Any(line => line.Contains("recorded again", StringComparison.Ordinal)), seconds: 40);
        Assert.Equal(1, Complaints(service));
        // The second record may follow in a batch of its own.
        await Eventually.TrueAsync(async () => (await SummaryAsync(service)).GetProperty("total").GetProperty("requests").GetInt32() == 2, seconds: 20);
        Assert.Equal(0, Recording(await SummaryAsync(service)).GetProperty("lost").GetInt32());
    }

    private static int Complaints(ShippedService service) =>
        service.Output.Count(line => line.Contains("analytics database cannot be written", StringComparison.Ordinal));

    private static Task<JsonElement> SummaryAsync(ShippedService service) => service.GetAsync("/analytics/summary");

    private static JsonElement Recording(JsonElement summary) => summary.GetProperty("recording");
}
