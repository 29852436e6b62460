using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Understanding;

public sealed class AnswerLengthTests
{
    [Theory]
    [InlineData("Write an essay of about 500 words on bees", 675)]
    [InlineData("A 1,000-word story", 1350)]
    [InlineData("Ein Text über Bienen, 200 Wörter", 270)]
    public void Expect_NamedWords_TheirTokens(string question, int tokens) => Assert.Equal(tokens, Expect(question, ModelTask.Writing));

    [Fact]
    public void Expect_Translation_GrowsWithTheText() =>
        Assert.True(Expect(new string('a', 8000), ModelTask.Translation) > 10 * Expect(new string('a', 400), ModelTask.Translation));

    [Fact]
    public void Expect_Brevity_Shorter() =>
        Assert.True(Expect("Why?", ModelTask.Knowledge, new RequestSigns { WantsBrevity = true }) < Expect("Why?", ModelTask.Knowledge));

    [Fact]
    public void Expect_Depth_Longer() =>
        Assert.True(Expect("Why?", ModelTask.Knowledge, new RequestSigns { WantsDepth = true }) > Expect("Why?", ModelTask.Knowledge));

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    public void Expect_Allowed_NotMore(int allowed) => Assert.InRange(AnswerLength.Expect("Why?", Reading(ModelTask.Code), RequestSigns.None, allowed), 1, allowed);

    [Fact]
    public void Expect_HugeNumber_Bounded() => Assert.InRange(Expect("Write 999999 words", ModelTask.Writing), 1, 8000);

    private static int Expect(string question, ModelTask task, RequestSigns? signs = null) => AnswerLength.Expect(question, Reading(task), signs ?? RequestSigns.None, null);

    private static TaskReading Reading(ModelTask task) => new() { Task = task, Confidence = 1, IsSure = true, Chances = [] };
}
