using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Selection.Understanding.SecondOpinion;

namespace MultiLLM.Tests.Selection.Understanding.SecondOpinion;

public sealed class ExampleVectorsTests
{
    private static readonly ExampleVectors Examples = new([.. Enum.GetValues<ModelTask>().SelectMany(task => Enumerable.Repeat((task, OneHot(task)), 12))]);

    [Fact]
    public void Chances_NearOneTasksExamples_FavourIt()
    {
        var chances = Examples.Chances(OneHot(ModelTask.Math));

        Assert.Equal(1, chances.Sum(), 9);
        Assert.Equal((int)ModelTask.Math, Array.IndexOf(chances, chances.Max()));
        Assert.True(chances.Max() > 0.5);
    }

    [Fact]
    public void Chances_OneOddExample_DecidesNothing()
    {
        var odd = new ExampleVectors([(ModelTask.Code, OneHot(ModelTask.Math)), .. Enumerable.Repeat((ModelTask.Math, OneHot(ModelTask.Math)), 12), .. Enumerable.Repeat((ModelTask.Code, OneHot(ModelTask.Code)), 12)]);

        var chances = odd.Chances(OneHot(ModelTask.Math));

        Assert.True(chances[(int)ModelTask.Math] > chances[(int)ModelTask.Code]);
    }

    [Fact]
    public void TwoOpinions_SecondIsClear_TipsTheBalance()
    {
        var chances = new double[10];
        (chances[(int)ModelTask.Chat], chances[(int)ModelTask.Math]) = (0.45, 0.4);
        var first = TaskReading.Unknown with { Chances = chances, Confidence = 0.45, Difficulty = Difficulty.High };

        var both = TwoOpinions.Of(first, Examples.Chances(OneHot(ModelTask.Math)));

        Assert.Equal((ModelTask.Math, true, Difficulty.High), (both.Task, both.IsSure, both.Difficulty));
        Assert.Equal(1, both.Chances.Sum(), 9);
    }

    [Fact]
    public void TwoOpinions_SecondSaysNothing_LeavesTheFirst()
    {
        var first = TaskReading.Unknown with { Chances = [0.3, 0.2, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05] };

        var both = TwoOpinions.Of(first, Enumerable.Repeat(0.1, 10).ToArray());

        Assert.Equal((ModelTask.Chat, false), (both.Task, both.IsSure));
        Assert.Equal(first.Chances.Select(c => Math.Round(c, 9)), both.Chances.Select(c => Math.Round(c, 9)));
    }

    [Fact]
    public void ExamplePrompts_AllTasks_HaveSome() =>
        Assert.All(Enum.GetValues<ModelTask>(), task => Assert.InRange(ExamplePrompts.All.Count(example => example.Task == task && example.Prompt.Length > 0), 15, 60));

    public static float[] OneHot(ModelTask task)
    {
        var vector = new float[10];
        vector[(int)task] = 1;
        return vector;
    }
}
