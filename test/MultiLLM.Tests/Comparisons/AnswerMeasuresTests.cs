using CsCheck;
using MultiLLM.Core.Comparisons.Measures;

namespace MultiLLM.Tests.Comparisons;

public sealed class AnswerMeasuresTests
{
    private static readonly string[] s_words = ["the", "cat", "Sat.", "on", "a", "mat", "…", "数据", "é"];

    private static readonly Gen<string> s_text = Gen.Int[0, s_words.Length - 1].Select(i => s_words[i]).Array[0, 12].Select(words => string.Join(' ', words));

    [Theory]
    [InlineData("The cat sat.", "the CAT sat", 1)]
    [InlineData("the cat sat", "sat cat the", 1)] // in any order
    [InlineData("a b c d", "a b x y", 0.5)]
    [InlineData("a a a", "a", 0.5)] // each as often as both have it
    [InlineData("one", "two", 0)]
    [InlineData("", "", 1)]
    [InlineData("", "word", 0)]
    [InlineData("数据库", "数据", 0.8)] // without spaces each character counts
    public void TokenF1_Examples(string one, string other, double expected) => Assert.Equal(expected, AnswerMeasures.TokenF1(one, other), 1e-9);

    [Theory]
    [InlineData("the cat sat", "the cat sat", 1)]
    [InlineData("the cat sat", "sat cat the", 1.0 / 3)]
    [InlineData("police killed the gunman", "police kill the gunman", 0.75)] // Lin's own example
    [InlineData("", "word", 0)]
    public void RougeL_Examples(string one, string other, double expected) => Assert.Equal(expected, AnswerMeasures.RougeL(one, other), 1e-9);

    [Fact]
    public void Measures_AnyTexts_AreSymmetricBetweenZeroAndOneAndOrderCostsRougeOnly() =>
        Gen.Select(s_text, s_text).Sample((one, other) =>
        {
            var (f1, rouge) = (AnswerMeasures.TokenF1(one, other), AnswerMeasures.RougeL(one, other));
            Assert.Equal(f1, AnswerMeasures.TokenF1(other, one), 1e-12);
            Assert.Equal(rouge, AnswerMeasures.RougeL(other, one), 1e-12);
            Assert.InRange(rouge, 0, f1 + 1e-12);
            Assert.InRange(f1, 0, 1);
            Assert.Equal(1, AnswerMeasures.TokenF1(one, one));
            if (AnswerMeasures.AreSame(one, other))
                Assert.Equal(1, rouge);
        });

    [Theory]
    [InlineData(AnswerCheck.Exact, "Paris.", "paris", 1)]
    [InlineData(AnswerCheck.Exact, "It is Paris", "paris", 0)]
    [InlineData(AnswerCheck.Contains, "It is PARIS, of course", "paris", 1)]
    [InlineData(AnswerCheck.Contains, "It is Rome", "paris", 0)]
    [InlineData(AnswerCheck.Regex, "x = 42;", @"\b4[0-9]\b", 1)]
    [InlineData(AnswerCheck.Regex, "x = 52;", @"\b4[0-9]\b", 0)]
    [InlineData(AnswerCheck.TokenF1, "a b", "b a", 1)]
    [InlineData(AnswerCheck.RougeL, "a b", "b a", 0.5)]
    public void Check_Examples(AnswerCheck check, string answer, string reference, double expected) =>
        Assert.Equal(expected, AnswerChecks.Of(check, answer, reference), 1e-9);

    [Theory]
    [InlineData("(")]
    [InlineData(@"(a)\1")] // would have to backtrack
    public void ProblemOf_PatternThatCannotBeUsed_SaysWhy(string pattern) => Assert.NotNull(AnswerChecks.ProblemOf(pattern));

    [Fact]
    public void Check_PatternMadeToTakeForever_EndsSoon() => Assert.Equal(0, AnswerChecks.Of(AnswerCheck.Regex, new string('a', 20_000), "^(a+)+$x"));
}
