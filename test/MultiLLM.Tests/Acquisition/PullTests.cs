using System.Security.Cryptography;
using System.Text.Json;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Errors;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Acquisition;

/// <summary>Whole downloads from a hub that behaves.</summary>
public sealed class PullTests : HubTest
{
    [Fact]
    public async Task Pull_NewModel_IsInTheStoreWithItsOriginAndNothingElseIsLeft()
    {
        var file = Hub.Add(PullRig.Repository, "q4/My-Model.gguf", PullRig.Model());

        var outcome = (await Rig.PullAsync("q4/My-Model.gguf")).OrThrow();

        Assert.Equal(("my-model", true), (outcome.Model.Id, outcome.Changed));
        Assert.Equal(Path.Combine(Rig.Store, "my-model", "My-Model.gguf"), outcome.Model.Path);
        Assert.Equal(file.Content, File.ReadAllBytes(outcome.Model.Path));
        var source = JsonDocument.Parse(File.ReadAllText(outcome.Model.Path + ".json")).RootElement.GetProperty("source");
        Assert.Equal((PullRig.Repository, file.Commit, "q4/My-Model.gguf", file.Sha256), (
            source.GetProperty("repository").GetString(), source.GetProperty("revision").GetString(), source.GetProperty("file").GetString(), source.GetProperty("sha256").GetString()));
        Assert.Equal(["my-model/My-Model.gguf", "my-model/My-Model.gguf.json"], PullRig.FilesIn(Rig.Store));
        Assert.Empty(PullRig.FilesIn(Rig.Downloads));
        Assert.Same(outcome.Model, (await Rig.Catalog.FindAsync("my-model", CancellationToken.None)).Value);
    }

    [Fact]
    public async Task Pull_LargeFile_ComesInPartsThatMeetExactly()
    {
        Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model(1 << 20));

        (await Rig.PullAsync("m.gguf")).OrThrow();

        var parts = Hub.StorageRequests.Select(r => r.Range!["bytes=".Length..].Split('-')).Select(r => (From: long.Parse(r[0]), To: long.Parse(r[1]))).OrderBy(r => r.From).ToArray();
        Assert.Equal(9, parts.Length); // 1 MiB of weights and a head, 128 KiB each
        Assert.Equal(0, parts[0].From);
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal(pair.First.To + 1, pair.Second.From));
        // The hub is asked for the content once by each connection at most, the storage server from then on.
        Assert.InRange(Hub.Requests.Count(r => !r.AtStorage && r.Method == "GET"), 1, 4);
    }

    [Fact]
    public async Task Pull_Again_FetchesNothing()
    {
        Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model());
        (await Rig.PullAsync("m.gguf")).OrThrow();
        var requests = Hub.StorageRequests.Count();

        var again = (await Rig.PullAsync("m.gguf")).OrThrow();

        Assert.False(again.Changed);
        Assert.Equal(requests, Hub.StorageRequests.Count());
    }

    [Fact]
    public async Task Pull_NewVersion_ReplacesTheOldOneAndKeepsThePersonsSettings()
    {
        var file = Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model());
        var old = (await Rig.PullAsync("m.gguf")).OrThrow();
        var settings = File.ReadAllText(old.Model.Path + ".json");
        File.WriteAllText(old.Model.Path + ".json", "{\"aliases\": [\"mine\"], " + settings[1..]);
        file.Replace(PullRig.Model(seed: 2));

        var outcome = (await Rig.PullAsync("m.gguf")).OrThrow();

        Assert.True(outcome.Changed);
        Assert.Equal(file.Content, File.ReadAllBytes(outcome.Model.Path));
        Assert.Equal(["mine"], outcome.Model.Aliases);
        Assert.Contains(file.Sha256, File.ReadAllText(outcome.Model.Path + ".json"));
    }

    [Fact]
    public async Task Pull_SplitModel_IsFetchedAndRemovedAsOne()
    {
        for (var i = 0; i < 3; i++)
        {
            var number = i;
            Hub.Add(PullRig.Repository, $"big-0000{i + 1}-of-00003.gguf", PullRig.Model(200_000, i, f => f.With("split.no", (uint)number).With("split.count", 3u)));
        }

        var outcome = (await Rig.PullAsync("big-00002-of-00003.gguf")).OrThrow();

        Assert.Equal("big", outcome.Model.Id);
        Assert.EndsWith("big-00001-of-00003.gguf", outcome.Model.Path);
        Assert.Equal(4, PullRig.FilesIn(Rig.Store).Length);
        Assert.False((await Rig.PullAsync("big-00001-of-00003.gguf")).OrThrow().Changed);

        var removed = (await Rig.Models.RemoveAsync("big", CancellationToken.None)).OrThrow();
        Assert.Equal(4, removed.Files.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Rig.Store));
    }

    [Fact]
    public async Task Pull_OneShardOfAModelWithWrongName_IsRefused()
    {
        Hub.Add(PullRig.Repository, "big.gguf", PullRig.Model(1000, 1, f => f.With("split.no", 0u).With("split.count", 3u)));

        var error = (await Rig.PullAsync("big.gguf")).Error;

        Assert.Equal(ErrorCode.InvalidModelFile, error?.Code);
        Assert.Contains("part 1 of 3", error?.Message);
        AssertNothingIsThere();
    }

    [Fact]
    public async Task Pull_SameNameFromElsewhere_NeedsAnotherId()
    {
        Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model());
        Hub.Add("other/repo", "m.gguf", PullRig.Model(seed: 2));
        (await Rig.PullAsync("m.gguf")).OrThrow();

        Assert.Equal(ErrorCode.ModelExists, (await Rig.PullAsync("hf:other/repo/m.gguf")).Error?.Code);
        var other = (await Rig.PullAsync(new PullOrder("hf:other/repo/m.gguf", Id: "second"))).OrThrow();

        Assert.Equal(("second", "second/second.gguf"), (other.Model.Id, Path.GetRelativePath(Rig.Store, other.Model.Path)));
    }

    [Fact]
    public async Task Pull_NoModel_IsRefusedAndThrownAway()
    {
        Hub.Add(PullRig.Repository, "m.gguf", RandomNumberGenerator.GetBytes(5000));

        var error = (await Rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.InvalidModelFile, error?.Code);
        Assert.Contains("Not a GGUF file", error?.Message);
        AssertNothingIsThere();
    }

    [Fact]
    public async Task Pull_ManyCallersOfOneModel_AreOneDownloadWithOneEnd()
    {
        var file = Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Rig.PullAsync("m.gguf")));

        Assert.All(outcomes, outcome => Assert.Equal("m", outcome.OrThrow().Model.Id));
        Assert.Equal(9, Hub.StorageRequests.Count());
        Assert.Equal(file.Content, File.ReadAllBytes(outcomes[0].Value!.Model.Path));
    }

    [Fact]
    public async Task Pull_LastCallerLeaves_StopsAndTheNextGoesOnWhereItWas()
    {
        var file = Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model(4 << 20));
        file.BytesPerSecond = 1 << 20;
        var stopped = await Rig.PullPartlyAsync("m.gguf", 1 << 20);
        Assert.InRange(stopped.BytesDone, 1 << 20, (4 << 20) - 1);
        Assert.Empty(PullRig.FilesIn(Rig.Store));
        file.BytesPerSecond = null;
        var before = Fetched();

        var outcome = (await Rig.PullAsync("m.gguf")).OrThrow();

        Assert.Equal(file.Content, File.ReadAllBytes(outcome.Model.Path));
        // What the hub was just sending to the caller that left may be counted only now.
        Assert.InRange(Fetched() - before, file.Content.Length - stopped.BytesDone, file.Content.Length - 1);
    }

    [Fact]
    public async Task Pull_ContentChangedAtTheHubMeanwhile_BeginsAnew()
    {
        var file = Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model(4 << 20));
        file.BytesPerSecond = 1 << 20;
        await Rig.PullPartlyAsync("m.gguf", 1 << 20);
        file.BytesPerSecond = null;
        file.Replace(PullRig.Model(4 << 20, seed: 2));

        var outcome = (await Rig.PullAsync("m.gguf")).OrThrow();

        Assert.Equal(file.Content, File.ReadAllBytes(outcome.Model.Path));
    }

    [Fact]
    public async Task Cancel_TellsTheCallersAndKeepsWhatWasFetched()
    {
        var file = Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model(4 << 20));
        file.BytesPerSecond = 1 << 20;
        var pulling = Rig.PullAsync("m.gguf");
        await Eventually.HoldsAsync(async () => (await Rig.Pulls.ListAsync(CancellationToken.None)).Any(d => d.BytesDone > 500_000), "half a megabyte");

        (await Rig.Pulls.CancelAsync("m", discard: false, CancellationToken.None)).OrThrow();

        Assert.Equal(ErrorCode.PullCancelled, (await pulling).Error?.Code);
        var left = Assert.Single(await Rig.Pulls.ListAsync(CancellationToken.None));
        Assert.Equal((DownloadState.Stopped, $"hf:{PullRig.Repository}/m.gguf@main", (long?)file.Content.Length), (left.State, left.Source, left.BytesTotal));
        Assert.True(left.BytesDone > 500_000);

        (await Rig.Pulls.CancelAsync("m", discard: true, CancellationToken.None)).OrThrow();
        Assert.Empty(await Rig.Pulls.ListAsync(CancellationToken.None));
        Assert.Empty(PullRig.FilesIn(Rig.Downloads));
        Assert.Equal(ErrorCode.PullNotFound, (await Rig.Pulls.CancelAsync("m", discard: true, CancellationToken.None)).Error?.Code);
    }

    [Fact]
    public async Task Cancel_IdThatLeavesTheFolder_IsRefused()
    {
        var precious = Path.Combine(Rig.Home, "precious");
        Directory.CreateDirectory(precious);

        Assert.Equal(ErrorCode.InvalidRequest, (await Rig.Pulls.CancelAsync("../precious", discard: true, CancellationToken.None)).Error?.Code);
        Assert.True(Directory.Exists(precious));
    }

    [Fact]
    public async Task Pull_AnotherProcessFetchesIt_IsRefused()
    {
        var file = Hub.Add(PullRig.Repository, "m.gguf", PullRig.Model(4 << 20));
        file.BytesPerSecond = 1 << 20;
        await using var other = await PullRig.StartAsync(Hub, Rig.Home);
        var watch = (await other.Pulls.PullAsync(new PullOrder(PullRig.Address("m.gguf")), CancellationToken.None)).OrThrow();
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(Rig.Downloads, "m", "m.gguf.part")), "it fetches");

        Assert.Equal(ErrorCode.ModelBusy, (await Rig.PullAsync("m.gguf")).Error?.Code);
        await watch.DisposeAsync();
    }

    private long Fetched() => Hub.StorageRequests.Sum(r => r.Range!["bytes=".Length..].Split('-') is [var from, var to] ? long.Parse(to) - long.Parse(from) + 1 : 0);

    private void AssertNothingIsThere()
    {
        Assert.Empty(PullRig.FilesIn(Rig.Store));
        Assert.DoesNotContain(PullRig.FilesIn(Rig.Downloads), file => file.EndsWith(".part"));
    }
}
