using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.SelectionBench.World;

/// <summary>One message of a person, and what is true of it. The same whoever answers.</summary>
internal sealed record Turn
{
    /// <summary>Its number in the trace.</summary>
    public required int Index { get; init; }
    public required string Text { get; init; }
    public required ModelTask Task { get; init; }
    public required Difficulty Difficulty { get; init; }

    /// <summary>How hard it really is: -1 easy, 0 usual, 1 hard, and whatever lies around.</summary>
    public required double Hardness { get; init; }

    /// <summary>Tokens of a usual answer to it.</summary>
    public required int AnswerTokens { get; init; }

    /// <summary>Tokens of the conversation before it and of itself.</summary>
    public required int PromptTokens { get; init; }
    public required Preference Preference { get; init; }

    /// <summary>After the answer before; 0 for the first of a conversation.</summary>
    public required double ThinkSeconds { get; init; }

    /// <summary>An answer before it of less quality, 0 to 10, makes its person complain and ask again instead. 0: never.</summary>
    public required double ComplainsBelow { get; init; }
}

/// <param name="Id">Its name.</param>
/// <param name="StartSeconds">When its first message comes.</param>
/// <param name="Turns">At least one.</param>
internal sealed record Conversation(string Id, double StartSeconds, IReadOnlyList<Turn> Turns);
