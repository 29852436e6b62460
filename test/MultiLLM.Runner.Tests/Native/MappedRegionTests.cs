using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Tests.Native;

public sealed class MappedRegionTests
{
    [Fact]
    public void Parse_ModelFile_IsOne()
    {
        var region = MappedRegion.Parse("1c8a0000-1c92880 r--s 00000000 fe:00 1234567                    /home/me/my models/phi 2.GGUF");

        Assert.Equal(new MappedRegion(0x1c8a0000, 0x1c92880, "r--s", "/home/me/my models/phi 2.GGUF"), region);
        Assert.True(region!.Value.IsModelFile);
        Assert.False(region.Value.IsAnonymousData);
    }

    [Fact]
    public void Parse_AnonymousData_IsThat()
    {
        var region = MappedRegion.Parse("7f1c92880000-7f1c9e880000 rw-p 00000000 00:00 0 ");

        Assert.True(region!.Value.IsAnonymousData);
        Assert.False(region.Value.IsModelFile);
    }

    [Theory]
    [InlineData("55d0c0000000-55d0c0021000 rw-p 00000000 00:00 0                          [heap]")]
    [InlineData("7f1c9e880000-7f1c9e8a0000 ---p 00000000 00:00 0 ")]
    [InlineData("7f1c9e8a0000-7f1c9e8c0000 r-xp 00000000 fe:00 99                         /usr/lib/libc.so.6")]
    [InlineData("7f1c9e8a0000-7f1c9e8c0000 rw-p 00000000 fe:00 99                         /home/me/model.gguf")]
    public void Parse_AnythingElse_IsLeftAlone(string line)
    {
        var region = MappedRegion.Parse(line);

        Assert.NotNull(region);
        Assert.False(region.Value.IsAnonymousData);
        Assert.False(region.Value.IsModelFile);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Size:  12 kB")]
    [InlineData("ffffffffffff0000zz-1 r--p 0 0 0")]
    public void Parse_NoRegion_IsNull(string line) => Assert.Null(MappedRegion.Parse(line));
}
