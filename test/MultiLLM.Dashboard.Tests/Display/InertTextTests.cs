using MultiLLM.Dashboard.Display;

namespace MultiLLM.Dashboard.Tests.Display;

public sealed class InertTextTests
{
    [Theory]
    [InlineData("plain\n\ttext", "plain\n\ttext")]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("\u001b[2J\u0000", "\u241b[2J\u2400")]
    [InlineData("\u202Eabc\u2069\u009b", "\uFFFDabc\uFFFD\uFFFD")]
    [InlineData("שלום مرحبا 😀", "שלום مرحبا 😀")]
    public void Of_Text_ShowsWhatWouldSteer(string text, string expected) => Assert.Equal(expected, InertText.Of(text));

    [Theory]
    [InlineData("  a \n\n b  ", 10, "a b")]
    [InlineData("abcdefghij", 10, "abcdefghij")]
    [InlineData("abcdefghijk", 10, "abcdefghi…")]
    [InlineData("abcdefgh😀x", 10, "abcdefgh…")]
    [InlineData("", 10, "")]
    public void Line_Text_IsOneBoundedLine(string text, int maxLength, string expected) => Assert.Equal(expected, InertText.Line(text, maxLength));
}
