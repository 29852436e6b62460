using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>What is remembered of the answer before in the same conversation.</summary>
/// <param name="ModelId">Who gave it.</param>
/// <param name="Task">What it was about.</param>
/// <param name="Turns">Answers given so far.</param>
/// <param name="CachedTokens">Tokens of its prompt and answer that the model may still hold ready.</param>
/// <param name="Moves">How often the conversation changed its model.</param>
/// <param name="Id">Of the conversation, the same for all its turns.</param>
public sealed record ConversationState(string ModelId, ModelTask Task, int Turns, int CachedTokens, int Moves, string Id);
