namespace MultiLLM.Core.Comparisons.Votes;

public enum VoteKind
{
    /// <summary>One answer is the best.</summary>
    Win,

    /// <summary>None is better than the others.</summary>
    Tie,

    /// <summary>Nothing is said; the answers' authors are told all the same.</summary>
    Skip,
}

/// <summary>A person's word on the answers to one prompt.</summary>
/// <param name="Prompt">Place among the prompts.</param>
/// <param name="Kind">What is said.</param>
/// <param name="Winner">Place of the model whose answer is best; null: none is.</param>
/// <param name="Between">Places of the models that are compared, at least two, the winner among them.</param>
public sealed record PromptVote(int Prompt, VoteKind Kind, int? Winner, IReadOnlyList<int> Between);
