using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>What is remembered of the answer before in the same conversation.</summary>
/// <param name="ModelId">Who gave it.</param>
/// <param name="Task">What it was about.</param>
/// <param name="Turns">Answers given so far.</param>
/// <param name="CachedTokens">
/// Tokens of its prompt and answer that the model held ready when it ended, as far as this request begins with them; 0: this request does not. Whoever
/// counts on them must see that the model was not unloaded since <see cref="AnsweredAt"/>.
/// </param>
/// <param name="Moves">How often the conversation changed its model.</param>
/// <param name="Id">Of the conversation, the same for all its turns.</param>
public sealed record ConversationState(string ModelId, ModelTask Task, int Turns, int CachedTokens, int Moves, string Id)
{
    /// <summary>When that answer ended. A model loaded later holds nothing of it, unless it reads it back from disk.</summary>
    public DateTimeOffset AnsweredAt { get; init; }

    /// <summary>The same messages were answered to their end before: the person asks for another answer.</summary>
    public bool AsksAgain { get; init; }
}
