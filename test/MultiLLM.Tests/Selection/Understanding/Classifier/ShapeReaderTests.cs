using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Tests.Selection.Understanding.Classifier;

public sealed class ShapeReaderTests
{
    [Theory]
    [InlineData("Which one?\nA) red\nB) green\nC) blue", TextTraits.Options)]
    [InlineData("Which one? A) red B) green C) blue", TextTraits.Options)]
    [InlineData("Which one?\n(a) red\n(b) green\n(c) blue", TextTraits.Options)]
    [InlineData("What does it do?\n```\nx = 1\n```", TextTraits.CodeFence)]
    [InlineData("def area(r: float) -> float:\n    \"\"\"Area of a circle.\"\"\"", TextTraits.Signature)]
    [InlineData("public int Count(string text) {", TextTraits.Signature)]
    [InlineData(@"Let $x$ be such that \frac{1}{x} = 2.", TextTraits.Latex)]
    [InlineData("Who is late?\nAnna: on my way\nBen: stuck in traffic", TextTraits.Dialogue)]
    [InlineData("Sum it up.\n| a | b |\n| 1 | 2 |", TextTraits.Table)]
    [InlineData("{\"name\": \"x\", \"size\": 3}", TextTraits.Json)]
    [InlineData("Shorten \"I would be most grateful for an answer\"", TextTraits.Quote)]
    [InlineData("Is it raining?", TextTraits.EndsWithQuestion)]
    [InlineData("как дела сегодня", TextTraits.ForeignScript)]
    public void Read_Layout_HasTrait(string text, object trait) => Assert.True(Read(text).Traits.HasFlag((TextTraits)trait));

    [Theory]
    [InlineData("I like apples (red ones) and pears.", TextTraits.Code)]
    [InlineData("Call me at 5. A friend of mine will be there.", TextTraits.Options)]
    [InlineData("It costs $5, or $9 with the case", TextTraits.Latex)]
    [InlineData("Note: the shop is closed", TextTraits.Dialogue)]
    public void Read_Prose_HasNotTheTrait(string text, object trait) => Assert.False(Read(text).Traits.HasFlag((TextTraits)trait));

    [Fact]
    public void Read_InstructionAndPaste_IsMaterial()
    {
        var paste = new string('x', 300);

        Assert.True(Read($"Summarize:\n{paste}").Traits.HasFlag(TextTraits.MaterialAfter));
        Assert.True(Read($"{paste}\nSummarize").Traits.HasFlag(TextTraits.MaterialBefore));
    }

    private static TextShape Read(string text) => ShapeReader.Read(new TextWindow(text));
}
