using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Understanding;

namespace TaskClassifier.Trainer.Data;

/// <param name="Source">The file it comes from: who wrote it.</param>
/// <param name="Group">Prompts of one group share a pasted text and stay on one side of every split.</param>
internal sealed record LabelledPrompt(string Prompt, ModelTask Task, Difficulty Difficulty, string Language, string Source, string Group);
