using MultiLLM.Core.Acquisition.Store;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Acquisition;

public sealed class ModelStoreTests : IAsyncLifetime
{
    private readonly TempFolder _outside = new();
    private PullRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await PullRig.StartAsync(null);

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _outside.Dispose();
    }

    [Theory]
    [InlineData(ImportMode.Copy, true, false)]
    [InlineData(ImportMode.Link, true, true)]
    [InlineData(ImportMode.Move, false, false)]
    public async Task Import_Model_IsInTheStoreAndTheOriginalAsAsked(ImportMode mode, bool originalStays, bool isLink)
    {
        var (path, content) = Model("My Model.gguf");

        var model = await ImportAsync(path, mode: mode);

        Assert.Equal("my-model", model.Id);
        Assert.Equal(Path.Combine(_rig.Store, "my-model", "My Model.gguf"), model.Path);
        Assert.Equal(content, File.ReadAllBytes(model.Path));
        Assert.Equal((originalStays, isLink), (File.Exists(path), new FileInfo(model.Path).LinkTarget is not null));
        Assert.Empty(PullRig.FilesIn(_rig.Downloads));
    }

    [Fact]
    public async Task Import_WithSettings_TakesThemAlong()
    {
        var (path, _) = Model("m.gguf");
        File.WriteAllText(path + ".json", """{"aliases": ["mine"], "context_length": 100}""");

        var model = await ImportAsync(path, id: "other-name");

        Assert.Equal(("other-name", 100), (model.Id, model.ContextLength));
        Assert.Equal(["other-name/other-name.gguf", "other-name/other-name.gguf.json"], PullRig.FilesIn(_rig.Store));
    }

    [Fact]
    public async Task Import_SplitModel_TakesAllShards()
    {
        var paths = Enumerable.Range(0, 2).Select(i => Model($"big-0000{i + 1}-of-00002.gguf", f => f.With("split.no", (uint)i).With("split.count", 2u)).Path).ToArray();

        var model = await ImportAsync(paths[1], id: "mine");

        Assert.Equal("mine", model.Id);
        Assert.Equal(["mine/mine-00001-of-00002.gguf", "mine/mine-00002-of-00002.gguf"], PullRig.FilesIn(_rig.Store));
    }

    [Fact]
    public async Task Import_ShardIsMissing_IsRefused()
    {
        var (path, _) = Model("big-00001-of-00002.gguf", f => f.With("split.no", 0u).With("split.count", 2u));

        await AssertRefusedAsync(path, ErrorCode.InvalidSource, "big-00002-of-00002.gguf");
    }

    [Fact]
    public async Task Import_IdIsTaken_IsRefusedAndNothingChanges()
    {
        var (path, content) = Model("m.gguf");
        await ImportAsync(path);
        File.WriteAllBytes(path, PullRig.Model(2000, 5));

        await AssertRefusedAsync(path, ErrorCode.ModelExists, "another id");

        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_rig.Store, "m", "m.gguf")));
    }

    [Theory]
    [InlineData("relative.gguf")]
    [InlineData("")]
    [InlineData("//server/share/m.gguf")]
    [InlineData("/etc/pass\0wd")]
    [InlineData("/no/such/file.gguf")]
    [InlineData("/dev/zero")]
    [InlineData("/tmp")]
    public async Task Import_NoLocalFile_IsRefused(string path) =>
        Assert.Equal((ErrorCode.InvalidSource, "path"), (await Error(path) is var error ? (error?.Code, error?.Param) : default));

    [Fact]
    public async Task Import_Pipe_IsRefusedWithoutWaiting()
    {
        var pipe = Path.Combine(_outside.Path, "pipe.gguf");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync();

        await AssertRefusedAsync(pipe, ErrorCode.InvalidSource, "no regular file");
    }

    [Fact]
    public async Task Import_FileOfTheStore_IsRefused()
    {
        var model = await ImportAsync(Model("m.gguf").Path);

        await AssertRefusedAsync(model.Path, ErrorCode.InvalidSource, "own folders");
    }

    [Theory]
    [InlineData(0, "empty")]
    [InlineData(3, "m.gguf: ")]
    [InlineData(60, "m.gguf: ")]
    [InlineData(120, "m.gguf: ")]
    [InlineData(-40, "m.gguf: ")]
    public async Task Import_DamagedFile_IsRefusedAndLeavesNothing(int length, string what)
    {
        var (path, content) = Model("m.gguf");
        File.WriteAllBytes(path, length < 0 ? content[..^-length] : content[..length]);

        await AssertRefusedAsync(path, length == 0 ? ErrorCode.InvalidSource : ErrorCode.InvalidModelFile, what);

        Assert.DoesNotContain(PullRig.FilesIn(_rig.Home), file => !PullRig.IsOwn(file));
    }

    [Fact]
    public async Task Import_ModelsFolderIsALinkToElsewhere_IsRefused()
    {
        Directory.CreateDirectory(_rig.Store);
        var elsewhere = Directory.CreateDirectory(Path.Combine(_outside.Path, "elsewhere")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(_rig.Store, "m"), elsewhere);
        var (path, _) = Model("m.gguf");

        await AssertRefusedAsync(path, ErrorCode.StoreNotWritable, "is a link");

        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));
    }

    [Fact]
    public async Task Import_StoreCannotBeWritten_SaysSo()
    {
        File.WriteAllText(_rig.Store, "in the way");

        await AssertRefusedAsync(Model("m.gguf").Path, ErrorCode.StoreNotWritable, _rig.Store);
    }

    [Fact]
    public async Task Start_LeftoversOfAKilledProcess_AreDeletedUnlessTheyCanGoOn()
    {
        foreach (var file in (string[])["killed/import/m.gguf.part", "going-on/m.gguf.part", "going-on/m.gguf.part.journal"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_rig.Downloads, file))!);
            File.WriteAllText(Path.Combine(_rig.Downloads, file), "x");
        }

        await using var next = await PullRig.StartAsync(null, _rig.Home);

        Assert.Equal(["going-on/m.gguf.part", "going-on/m.gguf.part.journal"], PullRig.FilesIn(_rig.Downloads));
    }

    [Fact]
    public async Task Remove_Model_DeletesFileSettingsAndFolder()
    {
        var (path, content) = Model("m.gguf");
        File.WriteAllText(path + ".json", """{"aliases": ["mine"]}""");
        var model = await ImportAsync(path);

        var removed = (await _rig.Models.RemoveAsync("mine", CancellationToken.None)).OrThrow();

        Assert.Equal("m", removed.ModelId);
        Assert.Equal([model.Path, model.Path + ".json"], removed.Files);
        Assert.InRange(removed.FreedBytes, content.Length, content.Length + 100);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_rig.Store));
        Assert.Equal(ErrorCode.ModelNotFound, (await _rig.Models.RemoveAsync("m", CancellationToken.None)).Error?.Code);
    }

    [Fact]
    public async Task Remove_LinkedModel_LeavesTheOriginal()
    {
        var (path, content) = Model("m.gguf");
        await ImportAsync(path, mode: ImportMode.Link);

        var removed = (await _rig.Models.RemoveAsync("m", CancellationToken.None)).OrThrow();

        Assert.Equal(0, removed.FreedBytes);
        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Remove_ModelInUse_IsRefusedUntilItIsIdle()
    {
        var model = await ImportAsync(Model("m.gguf").Path);
        File.WriteAllText(model.Path + ".fake", "");
        var lease = (await _rig.Residency.EnsureReadyAsync(model, LoadDemand.Default, CancellationToken.None)).OrThrow();

        Assert.Equal(ErrorCode.ModelBusy, (await _rig.Models.RemoveAsync("m", CancellationToken.None)).Error?.Code);
        Assert.True(File.Exists(model.Path));

        await lease.DisposeAsync();
        (await _rig.Models.RemoveAsync("m", CancellationToken.None)).OrThrow();
        Assert.False(File.Exists(model.Path));
        Assert.Equal(ModelState.Unloaded, _rig.Residency.Snapshot.StateOf("m"));
    }

    [Fact]
    public async Task Remove_ModelOfAnotherFolder_IsRefused()
    {
        await using var rig = await PullRig.StartAsync(null, null, null, ("MultiLLM:ModelFolders:0", _outside.Path));
        var (path, _) = Model("m.gguf");
        await rig.Catalog.RefreshAsync(CancellationToken.None);

        var error = (await rig.Models.RemoveAsync("m", CancellationToken.None)).Error;

        Assert.Equal(ErrorCode.ModelNotRemovable, error?.Code);
        Assert.Contains(path, error?.Message);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Remove_ModelReachedThroughALink_IsRefused()
    {
        Directory.CreateDirectory(_rig.Store);
        var (path, _) = Model("m.gguf");
        Directory.CreateSymbolicLink(Path.Combine(_rig.Store, "linked"), _outside.Path);
        Assert.Equal("m", Assert.Single((await _rig.Catalog.RefreshAsync(CancellationToken.None)).Models).Id);

        Assert.Equal(ErrorCode.ModelNotRemovable, (await _rig.Models.RemoveAsync("m", CancellationToken.None)).Error?.Code);
        Assert.True(File.Exists(path));
    }

    private (string Path, byte[] Content) Model(string name, Action<GgufFile>? shape = null)
    {
        var path = Path.Combine(_outside.Path, name);
        var content = PullRig.Model(4000, name.Sum(c => c), shape);
        File.WriteAllBytes(path, content);
        return (path, content);
    }

    private async Task<Core.Catalog.ModelDefinition> ImportAsync(string path, string? id = null, ImportMode mode = ImportMode.Copy) =>
        (await _rig.Models.ImportAsync(new ImportOrder(path, id, mode), CancellationToken.None)).OrThrow();

    private async Task<Error?> Error(string path) =>
        (await _rig.Models.ImportAsync(new ImportOrder(path), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10))).Error;

    private async Task AssertRefusedAsync(string path, ErrorCode code, string what)
    {
        var error = await Error(path);
        Assert.Equal(code, error?.Code);
        Assert.Contains(what, error?.Message);
    }
}
