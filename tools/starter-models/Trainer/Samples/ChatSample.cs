using StarterModels.Trainer.Tokenizers;

namespace StarterModels.Trainer.Samples;

/// <summary>One conversation in ChatML.</summary>
/// <param name="Tokens">The whole of it.</param>
/// <param name="TargetPlaces">Places whose next token is trained on: the answers with their end mark.</param>
internal sealed record ChatSample(int[] Tokens, int[] TargetPlaces)
{
    public static ChatSample Build(BytePairTokenizer tokenizer, string? system, IEnumerable<(string Question, string Answer)> turns)
    {
        var tokens = new List<int>();
        var targets = new List<int>();
        if (system is not null)
            AddBlock("system\n" + system);
        foreach (var (question, answer) in turns)
        {
            AddBlock("user\n" + question);
            tokens.Add(BytePairTokenizer.ImStart);
            tokenizer.EncodeText("assistant\n", tokens);
            var first = tokens.Count - 1;
            tokenizer.EncodeText(answer, tokens);
            tokens.Add(BytePairTokenizer.ImEnd);
            targets.AddRange(Enumerable.Range(first, tokens.Count - 1 - first));
            tokenizer.EncodeText("\n", tokens);
        }
        tokens.RemoveAt(tokens.Count - 1); // nothing is predicted after the last end mark
        return new ChatSample([.. tokens], [.. targets]);

        void AddBlock(string text)
        {
            tokens.Add(BytePairTokenizer.ImStart);
            tokenizer.EncodeText(text, tokens);
            tokens.Add(BytePairTokenizer.ImEnd);
            tokenizer.EncodeText("\n", tokens);
        }
    }

    /// <summary>What stands before the answer to one question.</summary>
    public static string Prompt(string question) => $"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n";
}
