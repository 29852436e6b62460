using System.Text.Json;
using CsCheck;
using MultiLLM.Core.Catalog.Documents;

namespace MultiLLM.Tests.Catalog.Documents;

public sealed class JsonLinesTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("a", 2)]
    [InlineData("a[0]", 2)]
    [InlineData("a[1].b", 4)]
    [InlineData("a[1].b.c.d", 4)]
    [InlineData("nonesuch", 1)]
    public void At_Path_IsTheLineOfTheNearestValue(string path, int line)
    {
        var lines = JsonLines.Of("{\n\"a\": [1,\n {\n\"b\": 2} /* x */,] // y\n}"u8);

        Assert.Equal(line, lines.At(path));
    }

    [Fact]
    public void Of_AnyIndentedArray_CountsEveryLine() => Gen.Int[0, 30].Sample(count =>
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { items = Enumerable.Range(0, count).Select(i => new { i }) }, new JsonSerializerOptions { WriteIndented = true });
        var lines = JsonLines.Of(json);
        for (var i = 0; i < count; i++)
            Assert.Equal(3 + (3 * i), lines.At($"items[{i}]"));
    });
}
