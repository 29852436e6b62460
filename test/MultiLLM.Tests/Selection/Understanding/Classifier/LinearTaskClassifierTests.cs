using CsCheck;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.Classifier;

namespace MultiLLM.Tests.Selection.Understanding.Classifier;

public sealed class LinearTaskClassifierTests
{
    private static readonly LinearTaskClassifier Classifier = new();

    /// <summary>Prompts that are not among the training data.</summary>
    public static TheoryData<ModelTask, string> Clear { get; } = new()
    {
        { ModelTask.Code, "Write a Python function that reverses a string" },
        { ModelTask.Code, "java.lang.NullPointerException: null\n   at com.x.Y.z(Y.java:5)\nwhat is wrong here?" },
        { ModelTask.Code, "def median(values: list[float]) -> float:\n    \"\"\"Return the median of values.\"\"\"" },
        { ModelTask.Code, "Give me a SQL query for all users older than 30" },
        { ModelTask.Math, "What is 17 * 23?" },
        { ModelTask.Math, @"Find all real $x$ with $\sqrt{x+7} = x - 5$." },
        { ModelTask.Knowledge, "What is the capital of Australia?" },
        { ModelTask.Knowledge, "Which vitamin is made in the skin in sunlight?\nA) A\nB) B12\nC) C\nD) D\nAnswer:" },
        { ModelTask.Writing, "Write a poem about the sea" },
        { ModelTask.Writing, "Draft an email to my landlord asking for a new washing machine" },
        { ModelTask.Translation, "Translate to French: The train is late again." },
        { ModelTask.Translation, "Übersetze ins Englische: Der Zug hat Verspätung." },
        { ModelTask.Summarization, "Summarize this in two sentences.\n\nThe council met on Monday. It discussed the new bridge at length and put off the vote until May, as two members were ill." },
        { ModelTask.Rewriting, "Fix the grammar: she go to school every days" },
        { ModelTask.Extraction, "Extract all dates and names from the text.\n\nOn 3 May Anna Berg met Tom Lind; they met again on 9 June." },
        { ModelTask.Chat, "hello, how are you today?" },
        { ModelTask.Reasoning, "All bloops are razzies and all razzies are lazzies. Are all bloops lazzies?" },
    };

    [Theory]
    [MemberData(nameof(Clear))]
    public void Read_ClearPrompt_ItsTask(ModelTask task, string prompt) => Assert.Equal(task, Classifier.Read(prompt).Task);

    [Theory]
    [InlineData("")]
    [InlineData("  \n\t ")]
    public void Read_NoWords_NothingIsKnown(string text) => Assert.Same(TaskReading.Unknown, Classifier.Read(text));

    [Theory]
    [InlineData("zxqv")]
    [InlineData("...")]
    public void Read_Meaningless_IsNotSure(string text) => Assert.False(Classifier.Read(text).IsSure);

    [Fact]
    public void Read_HardAndEasy_HardIsMoreLikelyHigh()
    {
        var hard = Classifier.Read("Prove that every continuous function on a compact metric space is uniformly continuous, and give a counterexample where compactness is dropped.");
        var easy = Classifier.Read("what is 2 plus 2");

        Assert.Equal(Difficulty.High, hard.Difficulty);
        Assert.Equal(Difficulty.Low, easy.Difficulty);
        Assert.True(hard.HighChance > easy.HighChance);
    }

    [Fact]
    public void Read_AnyText_ChancesAreChances() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char['\0', '\uFFFF'], 0, 400], Pieces).Sample(text =>
        {
            var reading = Classifier.Read(text);
            if (ReferenceEquals(reading, TaskReading.Unknown))
                return;
            Assert.Equal(1, reading.Chances.Sum(), 1e-9);
            Assert.Equal(reading.Chances.Max(), reading.Confidence);
            Assert.Equal(reading.Confidence, reading.Chances[(int)reading.Task]);
            Assert.InRange(reading.HighChance, 0, 1);
        });

    [Fact]
    public void Read_Twice_TheSame() => Pieces.Sample(text => Assert.Equal(Classifier.Read(text).Chances, Classifier.Read(text).Chances));

    [Theory]
    [InlineData("\ud83d")]
    [InlineData("\udc00 translate \ud83d")]
    [InlineData("a\0b\u0001\u202Ec")]
    [InlineData("((((((((((((((((")]
    [InlineData("\"\"\"\"\"\"\"\"\"\"")]
    public void Read_OddCharacters_IsRead(string text) => Assert.NotNull(Classifier.Read(text));

    [Fact]
    public void Read_Megabytes_TheEndsDecide()
    {
        var filling = string.Concat(Enumerable.Repeat("The ship left port at noon and the sea was calm. ", 60_000));

        Assert.Equal(ModelTask.Summarization, Classifier.Read($"Summarize the following report in five bullet points.\n\n{filling}").Task);
        Assert.Equal(ModelTask.Summarization, Classifier.Read($"{filling}\n\nSummarize the report above in five bullet points.").Task);
    }

    [Fact]
    public void Read_SmallEdits_RarelyFlips()
    {
        Func<string, string>[] edits =
        [
            text => text.ToUpperInvariant(), text => text.ToLowerInvariant(), text => $"  {text}  \n", text => text.Replace(" ", "  "), text => text.TrimEnd('.', '?'), text => $"Please {text}", text => $"{text} please",
        ];

        var flips = Clear.SelectMany(row => edits.Where(edit => Classifier.Read(edit(row.Data.Item2)).Task != row.Data.Item1)).Count();

        Assert.InRange(flips, 0, Clear.Count * edits.Length / 20);
    }

    [Fact]
    public void Read_ManyThreads_AsOne()
    {
        var expected = Clear.Select(row => Classifier.Read(row.Data.Item2).Chances).ToList();

        Parallel.For(0, 400, i => Assert.Equal(expected[i % expected.Count], Classifier.Read(Clear.ElementAt(i % expected.Count).Data.Item2).Chances));
    }

    private static readonly string[] Parts =
    [
        "translate ", "def f(x):\n", "```\n", "A) one\n", "B) two\n", "\"", "„", "«", ": ", "?", "\n\n", "$x^2$ ", "| a | b |\n", "Anna: hi\n", "你好", "كيف ", "0.5 ", "_", "<a>", "{\"k\": 1}", "\ud800",
    ];

    private static readonly Gen<string> Pieces = Gen.Int[0, Parts.Length - 1].Array[0, 60].Select(parts => string.Concat(parts.Select(i => Parts[i])));
}
