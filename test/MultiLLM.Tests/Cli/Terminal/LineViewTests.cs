using CsCheck;
using MultiLLM.Cli.Terminal;

namespace MultiLLM.Tests.Cli.Terminal;

public sealed class LineViewTests
{
    [Theory]
    [InlineData("hello", 5, 20, "hello", 5)]
    [InlineData("hello", 0, 20, "hello", 0)]
    [InlineData("日本", 1, 20, "日本", 2)]
    [InlineData("a\nb", 3, 20, "a⏎b", 3)]
    [InlineData("\e[2J", 4, 20, "␛[2J", 4)]
    [InlineData("0123456789", 10, 5, "6789", 4)]
    [InlineData("0123456789", 0, 5, "0123", 0)]
    public void Of_Line_ShowsThePartWithTheCursor(string line, int cursor, int columns, string text, int cursorColumn) =>
        Assert.Equal(new LineView(text, cursorColumn), LineView.Of(line, cursor, columns));

    [Fact]
    public void Of_AnyLine_FitsTheRow() =>
        Gen.Select(Gen.String, Gen.Int[2, 40], Gen.Double[0, 1]).Sample((line, columns, place) =>
        {
            var view = LineView.Of(line, (int)(place * line.Length), columns);
            return view.CursorColumn >= 0 && view.CursorColumn < columns && new Spectre.Console.Rendering.Segment(view.Text).CellCount() < columns;
        });
}
