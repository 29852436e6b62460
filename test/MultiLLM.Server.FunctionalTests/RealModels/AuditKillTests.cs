using System.Diagnostics;
using System.Text.Json;
using MultiLLM.Core.Gateway.Audit.Verifying;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>A kill of the whole service in the middle of writing leaves a log that holds.</summary>
public sealed class AuditKillTests
{
    [Fact]
    public async Task Kill_WhileEntriesAreWritten_LeavesAnIntactChainThatGoesOn()
    {
        using var home = new TempFolder();
        for (var run = 0; run < 2; run++)
        {
            await using var service = await ShippedService.StartAsync(home.Path, ("MultiLLM__Audit__GatherTime", "00:00:00"), ("MultiLLM__Audit__CheckpointEntries", "5"));
            using var stop = new CancellationTokenSource();
            var busy = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ActAsync(service, stop.Token))).ToArray();
            await Eventually.TrueAsync(() => Check(home.Path).Entries > (run + 1) * 40, seconds: 30);
            using var process = Process.GetProcessById(service.ProcessId);
            process.Kill();
            await process.WaitForExitAsync();
            await stop.CancelAsync();
            await Task.WhenAll(busy);

            var killed = Check(home.Path);
            Assert.Empty(killed.Problems);
        }

        await using (await ShippedService.StartAsync(home.Path))
        {
        }

        var found = Check(home.Path);
        Assert.Empty(found.Problems);
        Assert.Equal((1, found.Last), (found.First, found.SignedTo));
    }

    private static AuditVerification Check(string home) => AuditFiles.Verify(Path.Combine(home, "audit"), Path.Combine(home, "keys"), null, null);

    private static async Task ActAsync(ShippedService service, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await service.PostAsync("/models/starter-chat/unpin", "{}");
            }
            catch (Exception killed) when (killed is HttpRequestException or JsonException)
            {
                return; // the service is gone
            }
        }
    }
}
