using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Policies;

/// <summary>The product's choice.</summary>
/// <param name="service">Its parts.</param>
/// <param name="readsRight">As if its classifier never erred.</param>
internal sealed class OurPolicy(Service service, bool readsRight = false) : IPolicy
{
    private const double CertainlyHigh = 0.95;

    public int Choose(Question question)
    {
        var features = service.Read(question);
        if (readsRight)
            features = features with { Reading = Right(question.Turn) };
        var choosing = service.Selector.ChooseAsync(AutoName.Auto, features, CancellationToken.None);
        var choice = choosing.IsCompleted ? choosing.GetAwaiter().GetResult().OrThrow() : throw new InvalidOperationException("A choice waits for nothing.");
        return service.Goes(choice.Chain[0].Model.Id);
    }

    private static TaskReading Right(Turn turn) => new()
    {
        Task = turn.Task, Confidence = 1, IsSure = true, Chances = [], Difficulty = turn.Difficulty, HighChance = turn.Difficulty == Difficulty.High ? CertainlyHigh : 1 - CertainlyHigh,
    };

    public void Answered(Answer answer) => service.Answered(answer);
}
