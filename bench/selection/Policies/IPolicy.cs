using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Policies;

/// <summary>A way to choose a model.</summary>
internal interface IPolicy
{
    /// <returns>Index in the scenario's models.</returns>
    int Choose(Question question);

    /// <summary>An answer ended; its model is still lent.</summary>
    void Answered(Answer answer)
    {
        // most learn nothing
    }
}

/// <param name="Conversation">Where it belongs.</param>
/// <param name="Turn">What is asked.</param>
/// <param name="Complains">The answer before did not please.</param>
internal sealed record Question(Conversation Conversation, Turn Turn, bool Complains)
{
    /// <summary>As its person writes it.</summary>
    public string Text => Turn.ComplainsBelow <= 0 ? Turn.Text : Complains ? $"That is wrong. {Turn.Text}" : "Thanks, that helps. Go on.";
}
