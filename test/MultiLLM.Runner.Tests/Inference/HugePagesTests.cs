using System.Runtime.InteropServices;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Tests.Inference;

/// <summary>Alone in the process: models of other tests would be moved too, some just as they are freed.</summary>
[CollectionDefinition(nameof(HugePagesTests), DisableParallelization = true)]
[Collection(nameof(HugePagesTests))]
public sealed unsafe class HugePagesTests : IDisposable
{
    private const int Length = 9 * 1024 * 1024 + 4096;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"huge-pages-{Guid.NewGuid():N}.gguf");
    private readonly byte[] _content = new byte[Length];

    public HugePagesTests()
    {
        new Random(7).NextBytes(_content);
        File.WriteAllBytes(_path, _content);
    }

    [Fact]
    public void Promote_MappedModelFile_MovesWholePagesAndKeepsEveryByte()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && HugePages.AreAvailable, "This system has no huge pages to give.");
        using var mapped = Mapping.Of(_path, Length);

        new HugePages(() => true).Promote();

        Assert.Equal(_content, mapped.Bytes.ToArray());
        var left = MappedRegion.OfThisProcess().Where(r => r.Path == _path).Sum(r => r.End - r.Start);
        Assert.InRange(left, 0, 2 * 2 * 1024 * 1024); // no more than the unaligned ends
    }

    [Fact]
    public void Promote_ReadWhilePagesMove_EveryReadIsRight()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && HugePages.AreAvailable, "This system has no huge pages to give.");
        using var mapped = Mapping.Of(_path, Length);
        var wrong = 0;
        var reads = 0;
        using var done = new ManualResetEventSlim();
        var reader = new Thread(() =>
        {
            while (!done.IsSet)
            {
                if (!mapped.Bytes.SequenceEqual(_content))
                    wrong++;
                reads++;
            }
        });
        reader.Start();

        new HugePages(() => true).Promote();
        done.Set();
        reader.Join();

        Assert.True(reads > 0);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Promote_StoppedHalfway_KeepsEveryByte()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && HugePages.AreAvailable, "This system has no huge pages to give.");
        using var mapped = Mapping.Of(_path, Length);
        var calls = 0;

        new HugePages(() => ++calls < 3).Promote();

        Assert.Equal(_content, mapped.Bytes.ToArray());
    }

    public void Dispose() => File.Delete(_path);

    /// <summary>A file as the engine maps it.</summary>
    private sealed partial class Mapping : IDisposable
    {
        private const int MapShared = 1;

        private readonly nint _address;
        private readonly int _length;

        private Mapping(nint address, int length) => (_address, _length) = (address, length);

        public ReadOnlySpan<byte> Bytes => new((void*)_address, _length);

        public static Mapping Of(string path, int length)
        {
            using var file = File.OpenHandle(path);
            var address = LinuxMemory.mmap(0, (nuint)length, LinuxMemory.ProtectRead, MapShared, (int)file.DangerousGetHandle(), 0);
            Assert.NotEqual(LinuxMemory.MapFailed, address);
            return new Mapping(address, length);
        }

        public void Dispose() => Assert.Equal(0, LinuxMemory.munmap(_address, (nuint)_length));
    }
}
