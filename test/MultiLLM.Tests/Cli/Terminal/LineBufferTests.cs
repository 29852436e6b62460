using System.Globalization;
using CsCheck;
using MultiLLM.Cli.Terminal;

namespace MultiLLM.Tests.Cli.Terminal;

public sealed class LineBufferTests
{
    [Fact]
    public void Edit_InTheMiddle_KeepsTheRest()
    {
        var line = Typed("hello world");

        line.WordLeft();
        line.DeleteWord();
        Assert.Equal(("world", 0), (line.Text, line.Cursor));
        line.End();
        line.Backspace();
        line.Home();
        line.Delete();
        Assert.Equal("orl", line.Text);
        line.Right();
        line.DeleteToEnd();
        Assert.Equal("o", line.Text);
        line.DeleteToStart();
        Assert.Equal(("", 0), (line.Text, line.Cursor));
    }

    [Theory]
    [InlineData("a👩‍👩‍👧", "a")]
    [InlineData("ae\u0301", "a")]
    [InlineData("a👍", "a")]
    public void Backspace_CharacterOfManyCodes_TakesItWhole(string text, string expected)
    {
        var line = Typed(text);

        line.Backspace();

        Assert.Equal(expected, line.Text);
    }

    [Fact]
    public void AnyKeys_AnyText_CursorStaysOnACharacterBoundary()
    {
        Action<LineBuffer>[] keys =
        [
            line => line.Left(), line => line.Right(), line => line.Home(), line => line.End(), line => line.WordLeft(), line => line.WordRight(),
            line => line.Backspace(), line => line.Delete(), line => line.DeleteWord(),
        ];
        string[] texts = ["a b", "née e\u0301", "x 👩‍👩‍👧 y", "", "日本語 テスト"];
        Gen.Select(Gen.Int[0, texts.Length - 1], Gen.Int[0, keys.Length - 1].Array[0, 30]).Sample((text, pressed) =>
        {
            var line = Typed(texts[text]);
            foreach (var key in pressed)
            {
                keys[key](line);
                Assert.Contains(line.Cursor, StringInfo.ParseCombiningCharacters(line.Text).Append(line.Text.Length));
            }
        });
    }

    [Fact]
    public void History_UpAndDown_ComesBackToTheUnfinishedLine()
    {
        var history = new LineHistory();
        history.Add("one");
        history.Add("two");
        history.Add("two");

        Assert.Equal("two", history.Older("unfin"));
        Assert.Equal("one", history.Older("two"));
        Assert.Null(history.Older("one"));
        Assert.Equal("two", history.Newer());
        Assert.Equal("unfin", history.Newer());
        Assert.Null(history.Newer());
    }

    private static LineBuffer Typed(string text)
    {
        var line = new LineBuffer();
        foreach (var c in text)
            line.Insert(c);
        return line;
    }
}
