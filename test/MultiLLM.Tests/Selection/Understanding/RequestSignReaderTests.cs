using Microsoft.Extensions.AI;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Understanding;

public sealed class RequestSignReaderTests
{
    [Theory]
    [InlineData("Name the members. Answer in JSON.", true)]
    [InlineData("Return a JSON with name and age: Ann is 5", true)]
    [InlineData("Antworte als JSON", true)]
    [InlineData("What is JSON good for?", false)]
    [InlineData("Write a C# method that parses JSON", false)]
    public void Read_AsksForJson_WantsJson(string question, bool wants) => Assert.Equal(wants, Read(question).WantsJson);

    [Fact]
    public void Read_FormatOption_WantsJson() =>
        Assert.True(RequestSignReader.Read("Who?", [], new ChatOptions { ResponseFormat = ChatResponseFormat.Json }).WantsJson);

    [Fact]
    public void Read_Tools_WantsTools() =>
        Assert.True(RequestSignReader.Read("Who?", [], new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1, "one")] }).WantsTools);

    [Theory]
    [InlineData("Explain gravity briefly", true, false)]
    [InlineData("What is gravity? One sentence.", true, false)]
    [InlineData("Erkläre kurz die Schwerkraft", true, false)]
    [InlineData("Explain gravity in detail", false, true)]
    [InlineData("Erkläre Schritt für Schritt die Schwerkraft", false, true)]
    [InlineData("详细解释一下重力", false, true)]
    [InlineData("Explain gravity", false, false)]
    [InlineData("What is a briefcase?", false, false)]
    public void Read_Length_Wishes(string question, bool brief, bool deep)
    {
        var signs = Read(question);

        Assert.Equal((brief, deep), (signs.WantsBrevity, signs.WantsDepth));
    }

    [Theory]
    [InlineData("Who wrote Faust?", false)]
    [InlineData("Why does this fail?\n```\nx = 1\n```", true)]
    [InlineData("Shorten: \"I would be most grateful if you could let me have an answer soon\"", true)]
    public void Read_Paste_BringsMaterial(string question, bool brings) => Assert.Equal(brings, Read(question).BringsMaterial);

    [Fact]
    public void Read_LongPaste_WordsInItAreNoWishes()
    {
        var paste = string.Concat(Enumerable.Repeat("The report is brief and was written in detail. ", 20));

        var signs = Read($"Which department wrote this?\n\n{paste}\nBest regards from the team in Oslo.");

        Assert.Equal((false, false, true), (signs.WantsBrevity, signs.WantsDepth, signs.BringsMaterial));
    }

    [Theory]
    [InlineData("That's wrong, it has 12")]
    [InlineData("no, I meant the river")]
    [InlineData("das stimmt nicht")]
    [InlineData("C'est faux.")]
    [InlineData("不对，再想想")]
    [InlineData("how many moons does jupiter have please")]
    public void Read_ComplaintOrSameAgain_IsDissatisfied(string question) => Assert.True(ReadAfter("How many moons does Jupiter have?", question).IsDissatisfied);

    [Theory]
    [InlineData("Thanks! And Saturn?")]
    [InlineData("What would be the wrong way to look for them?")]
    [InlineData("ok")]
    public void Read_GoesOn_IsNotDissatisfied(string question) => Assert.False(ReadAfter("How many moons does Jupiter have?", question).IsDissatisfied);

    [Fact]
    public void Read_ComplaintWithoutAnAnswerBefore_IsNotDissatisfied() => Assert.False(Read("That's wrong, it has 12").IsDissatisfied);

    private static RequestSigns Read(string question) => RequestSignReader.Read(question, [new ChatMessage(ChatRole.User, question)], null);

    private static RequestSigns ReadAfter(string before, string question) => RequestSignReader.Read(
        question, [new(ChatRole.User, before), new(ChatRole.Assistant, "It has 95."), new(ChatRole.User, question)], null);
}
