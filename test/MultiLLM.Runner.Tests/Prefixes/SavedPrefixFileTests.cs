using MultiLLM.Runner.Prefixes;

namespace MultiLLM.Runner.Tests.Prefixes;

public sealed class SavedPrefixFileTests : IDisposable
{
    private static readonly int[] Tokens = [3, 1, 4, 1, 5, 9, 2, 6];
    private static readonly byte[] Identity = SavedPrefixFile.Identity("a model");

    private readonly string _folder = Directory.CreateTempSubdirectory("multillm-test-").FullName;
    private readonly byte[] _state = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 7))];

    private string File1 => Path.Combine(_folder, "1.kv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SavedPrefix Write() => SavedPrefixFile.Write(File1, Identity, Tokens, _state);

    /// <summary>What was saved, or why not.</summary>
    private byte[]? ReadAll()
    {
        using var state = SavedPrefixFile.ReadState(SavedPrefixFile.ReadHead(File1, Identity));
        return state?.Bytes.ToArray();
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var written = Write();
        var read = SavedPrefixFile.ReadHead(File1, Identity);
        Assert.Equal(Tokens, read.Tokens);
        Assert.Equal(new FileInfo(File1).Length, read.Bytes);
        Assert.Equal(written.Bytes, read.Bytes);
        Assert.Equal(_state, ReadAll());
    }

    [Fact]
    public void Write_File_IsForItsOwnerOnlyAndAlone()
    {
        Write();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File1));
        Assert.Equal([File1], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_FolderIsGone_ThrowsAndLeavesNothing()
    {
        Directory.Delete(_folder);
        Assert.ThrowsAny<IOException>(() => Write());
        Directory.CreateDirectory(_folder);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void ReadHead_OtherIdentity_IsRefused()
    {
        Write();
        Assert.Contains("another model", Assert.Throws<InvalidDataException>(() => SavedPrefixFile.ReadHead(File1, SavedPrefixFile.Identity("b"))).Message);
    }

    [Fact]
    public void Read_AnyByteAltered_IsRefused()
    {
        Write();
        var whole = File.ReadAllBytes(File1);
        for (var i = 0; i < whole.Length; i++)
        {
            var altered = whole.ToArray();
            altered[i] ^= 0x40;
            File.WriteAllBytes(File1, altered);
            Assert.Throws<InvalidDataException>(() => ReadAll());
        }
    }

    [Fact]
    public void Read_CutOffAnywhereOrLonger_IsRefused()
    {
        Write();
        var whole = File.ReadAllBytes(File1);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(File1, whole[..length]);
            Assert.Throws<InvalidDataException>(() => ReadAll());
        }
        File.WriteAllBytes(File1, [.. whole, 0]);
        Assert.Throws<InvalidDataException>(() => ReadAll());
    }

    [Fact]
    public void ReadState_FileWasReplacedMeanwhile_IsRefused()
    {
        var first = Write();
        SavedPrefixFile.Write(File1, Identity, [9, .. Tokens[1..]], _state);
        Assert.Throws<InvalidDataException>(() => SavedPrefixFile.ReadState(first));
    }
}
