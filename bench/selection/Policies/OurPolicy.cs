using MultiLLM.Core.Selection;
using MultiLLM.SelectionBench.Machinery;

namespace MultiLLM.SelectionBench.Policies;

/// <summary>The product's choice.</summary>
internal sealed class OurPolicy(Service service) : IPolicy
{
    public int Choose(Question question)
    {
        var choosing = service.Selector.ChooseAsync(AutoName.Auto, service.Read(question), CancellationToken.None);
        var choice = choosing.IsCompleted ? choosing.GetAwaiter().GetResult().OrThrow() : throw new InvalidOperationException("A choice waits for nothing.");
        return service.Goes(choice.Chain[0].Model.Id);
    }

    public void Answered(Answer answer) => service.Answered(answer);
}
