using MultiLLM.TestHub;

namespace MultiLLM.Tests.Acquisition;

/// <summary>Tests of downloads from a hub on loopback.</summary>
public abstract class HubTest : IAsyncLifetime
{
    private protected Hub Hub { get; private set; } = null!;

    private protected PullRig Rig { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Hub = await Hub.StartAsync();
        Rig = await PullRig.StartAsync(Hub);
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        await Hub.DisposeAsync();
    }

    private protected HubFile Add(int bytes = 1 << 20) => Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model(bytes));

    private protected async Task AssertArrivesAsync(HubFile file, PullRig? rig = null)
    {
        rig ??= Rig;
        var outcome = (await rig.PullAsync("m.gguf")).OrThrow();
        Assert.Equal(file.Content, File.ReadAllBytes(outcome.Model.Path));
        Assert.Empty(PullRig.FilesIn(rig.Downloads));
    }
}
