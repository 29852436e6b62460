using Microsoft.Extensions.Time.Testing;
using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Tests.Prefixes;

public sealed class SavedPrefixStoreTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("multillm-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int[] Talk(int length, int from = 0) => [.. Enumerable.Range(from, length)];

    private SavedPrefixStore Open(string identity = "a model", long maxBytes = 1_000_000, string? folder = null, TimeProvider? time = null) =>
        SavedPrefixStore.Open(folder ?? _folder, identity, new PrefixLimits(maxBytes, MinTokens: 8), forgetsParts: true, time ?? TimeProvider.System);

    private string[] Files() => [.. Directory.GetFiles(_folder).Select(path => Path.GetFileName(path))];

    private static void Save(SavedPrefixStore store, int[] tokens, byte fill = 1, int bytes = 1000)
    {
        var state = StateBuffer.TryCreate(bytes)!;
        state.Bytes.Fill(fill);
        store.Save(tokens, state);
        Assert.True(store.Finish(Patience));
    }

    private static byte[]? Read(SavedPrefixStore store, int[] prompt)
    {
        using var fetch = store.Fetch(prompt, have: 0);
        Assert.NotNull(fetch);
        Assert.True(store.Finish(Patience));
        Assert.True(fetch.IsDone);
        using var state = fetch.Take();
        return state?.Bytes.ToArray();
    }

    [Fact]
    public void Fetch_AfterReopening_GivesWhatWasSaved()
    {
        Save(Open(), Talk(20), fill: 7);
        var again = Open();
        Assert.All(Read(again, Talk(30))!, b => Assert.Equal(7, b));
        Assert.Null(again.Fetch(Talk(30, 500), have: 0));
    }

    [Fact]
    public void Save_Ends_WakesTheLoop()
    {
        var store = Open(time: new FakeTimeProvider()); // or the pause would be over before it is looked at
        using var woken = new ManualResetEventSlim();
        store.Changed = woken.Set;
        Save(store, Talk(20));
        Assert.True(woken.Wait(TimeSpan.FromSeconds(10)));
        Assert.True(store.Busy > TimeSpan.Zero); // what a second's writing is worth
    }

    [Fact]
    public void Open_ForeignBrokenAndUnfinishedFiles_AreDeleted()
    {
        Save(Open("another"), Talk(20));
        File.WriteAllText(Path.Combine(_folder, "x.kv"), "no state at all, but long enough to be looked at as if it were one");
        File.WriteAllText(Path.Combine(_folder, "y.kv"), "");
        File.WriteAllText(Path.Combine(_folder, "z.kv.part"), "half");
        File.WriteAllText(Path.Combine(_folder, "mine.txt"), "a person's");
        Assert.Null(Open().Fetch(Talk(30), have: 0));
        Assert.Equal(["mine.txt"], Files());
    }

    [Fact]
    public void Fetch_StateIsCorrupt_DeletesItAndGivesNothing()
    {
        var store = Open();
        Save(store, Talk(20));
        var path = Path.Combine(_folder, Assert.Single(Files()));
        using (var file = File.OpenWrite(path))
        {
            file.Position = file.Length - 5;
            file.WriteByte(99);
        }
        Assert.Null(Read(store, Talk(30)));
        Assert.Empty(Files());
        Assert.Null(store.Fetch(Talk(30), have: 0));
    }

    [Fact]
    public void Fetch_FileIsGone_GivesNothing()
    {
        var store = Open();
        Save(store, Talk(20));
        File.Delete(Path.Combine(_folder, Assert.Single(Files())));
        Assert.Null(Read(store, Talk(30)));
        Assert.True(store.IsWorthSaving(Talk(20))); // it is not counted as saved any more
    }

    [Fact]
    public void Save_ManyConversations_StaysWithinItsBytes()
    {
        var store = Open(maxBytes: 5000);
        for (var i = 0; i < 20; i++)
        {
            Save(store, Talk(20, from: 100 * i));
            Assert.InRange(new DirectoryInfo(_folder).EnumerateFiles().Sum(file => file.Length), 1, 5000);
        }
        Assert.NotNull(Read(store, Talk(30, from: 1900)));
        Assert.Null(store.Fetch(Talk(30), have: 0));
    }

    [Fact]
    public void Open_LowerBound_KeepsTheLastUsed()
    {
        var store = Open();
        foreach (var (age, talk) in Enumerable.Range(0, 5).Index())
        {
            Save(store, Talk(20, from: 100 * talk));
            var newest = new DirectoryInfo(_folder).GetFiles().MaxBy(file => file.LastWriteTimeUtc)!;
            newest.LastWriteTimeUtc = newest.LastWriteTimeUtc.AddDays(age - 10);
        }
        Read(store, Talk(30)); // the oldest is used
        var smaller = Open(maxBytes: 2500);
        Assert.Equal(2, Files().Length);
        Assert.NotNull(Read(smaller, Talk(30)));
        Assert.NotNull(Read(smaller, Talk(30, from: 400)));
    }

    [Fact]
    public void Save_FolderIsGone_IsGivenUpForAWhile()
    {
        var folder = Directory.CreateTempSubdirectory("multillm-test-").FullName;
        var store = Open(folder: folder);
        Directory.Delete(folder);
        Save(store, Talk(20));
        Assert.True(store.IsWorthSaving(Talk(20)));
        Assert.True(store.Busy > TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Save_DiskHasNoRoom_WritesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A file system without a free byte is at hand on Linux only.");
        var store = Open(folder: "/proc/self/task");
        Save(store, Talk(20));
        Assert.True(store.Busy > TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Open_NoSuchFolder_HoldsNothing() => Assert.Null(Open(folder: "/nowhere/at/all").Fetch(Talk(30), have: 0));
}
