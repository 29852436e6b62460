using CsCheck;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Tests.Selection.Understanding.Classifier;

public sealed class TextWindowTests
{
    [Fact]
    public void Constructor_ShortText_HeadIsAll()
    {
        var window = new TextWindow("  Hello there, who are you? I am Ben.  ");

        Assert.Equal("Hello there, who are you? I am Ben.", window.Head.ToString());
        Assert.True(window.Tail.IsEmpty);
        Assert.Equal("Hello there, who are you?", window.Opening.ToString());
    }

    [Fact]
    public void Constructor_LongText_BeginningAndEnd()
    {
        var window = new TextWindow($"Read this first line.\n{new string('a', 100_000)}\nWhat is the last line?");

        Assert.StartsWith("Read this", window.Head.ToString());
        Assert.EndsWith("last line?", window.Tail.ToString());
        Assert.Equal("What is the last line?", window.Closing.ToString().Trim());
    }

    [Fact]
    public void Constructor_AnyText_BoundedAndWithin() =>
        Gen.String[Gen.Char["ab .?!\n。"], 0, 6000].Sample(text =>
        {
            var window = new TextWindow(text);
            Assert.True(window.Head.Length + window.Tail.Length <= 4000);
            Assert.True(window.Opening.Length <= 240 && window.Closing.Length <= 240);
            Assert.True(window.Head.StartsWith(window.Opening));
            Assert.True((window.Tail.IsEmpty ? window.Head : window.Tail).EndsWith(window.Closing));
        });
}
