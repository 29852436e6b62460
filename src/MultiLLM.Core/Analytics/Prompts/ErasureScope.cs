namespace MultiLLM.Core.Analytics.Prompts;

/// <summary>Whose texts: of one conversation, or of all that came with one key. One of the two.</summary>
public sealed record ErasureScope(string? Conversation, string? Key);

/// <summary>What was erased.</summary>
/// <param name="Prompts">Texts in the database.</param>
/// <param name="Decisions">Texts among the remembered decisions.</param>
/// <param name="SavedStates">Files with keys and values of paused conversations; those of all conversations with the same models, which cannot be told apart.</param>
public sealed record ErasedRecords(int Prompts, int Decisions, int SavedStates);
