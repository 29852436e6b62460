using CsCheck;
using MultiLLM.Cli.Terminal;

namespace MultiLLM.Tests.Cli.Terminal;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain text, ünïcödé 日本 👩‍👩‍👧\n\ttabbed", "plain text, ünïcödé 日本 👩‍👩‍👧\n\ttabbed")]
    [InlineData("\e[31mred\e[0m", "␛[31mred␛[0m")]
    [InlineData("\e]0;title\a", "␛]0;title␇")]
    [InlineData("a\r\nb\rc", "a\nbc")]
    [InlineData("\u009b2J", "\\u009b2J")]
    [InlineData("x\b\0\u007f", "x␈␀␡")]
    [InlineData("safe\u202Egpj.exe", "safe\\u202egpj.exe")]
    [InlineData("[red]markup[/]", "[red]markup[/]")]
    public void Inert_Text_ShowsControlsInsteadOfObeyingThem(string text, string expected) =>
        Assert.Equal(expected, TerminalText.Inert(text));

    [Fact]
    public void Inert_AnyText_HasNoControlLeftAndIsTheSamePieceByPiece() =>
        Gen.Select(Gen.String, Gen.String).Sample((a, b) =>
        {
            var whole = TerminalText.Inert(a + b);
            return whole == TerminalText.Inert(a) + TerminalText.Inert(b)
                && !whole.Any(c => char.IsControl(c) && c is not ('\n' or '\t'));
        });

    [Fact]
    public void Line_LongTextWithBreaks_BecomesOneShortLine()
    {
        Assert.Equal("a b c", TerminalText.Line("a\nb\tc"));
        Assert.Equal("abcd…", TerminalText.Line("abcdefgh", 5));
    }
}
