using StarterModels.Trainer.Data;
using StarterModels.Trainer.Tokenizers;

namespace StarterModels.Trainer.Samples;

/// <summary>What one phase draws its samples from.</summary>
/// <param name="CodeShare">Fraction of the questions that are code.</param>
/// <param name="WordShare">Fraction that are definitions; the rest are written chat entries.</param>
internal sealed record SampleMix(double CodeShare, double WordShare);

/// <summary>An endless stream of conversations.</summary>
internal sealed class ChatSampler(BytePairTokenizer tokenizer, TrainingData data, Random random, int longest)
{
    private const double ConversationShare = 0.08;
    private const double SystemShare = 0.25;

    private static readonly string[] SystemMessages =
    [
        "You are a helpful assistant.",
        "You are a helpful, concise assistant.",
        "You are a friendly assistant that answers briefly.",
        "Answer the question.",
        "You are an assistant inside a governance, risk and compliance platform.",
        "You are the offline starter model. Answer in one or two sentences.",
        "You are a helpful AI assistant. Answer clearly and correctly.",
        "Be concise.",
        "You are a coding assistant.",
        "You are an expert assistant. Help the user.",
    ];

    private readonly Deck<Entry> _chat = new([.. data.Chat], random);
    private readonly Deck<Entry> _code = new([.. data.Code], random);
    private readonly Deck<Definition> _words = new(data.Words, random);

    /// <summary>Fraction of the questions that get heavier rewording.</summary>
    public double NoiseShare { get; init; }

    /// <summary>Draw the wordings kept for testing too: scores on them are worth nothing afterwards.</summary>
    public bool UseHeldOut { get; init; }

    public string Passes => $"passes chat {_chat.Passes:f1} code {_code.Passes:f1} words {_words.Passes:f1}";

    public ChatSample Next(SampleMix mix)
    {
        while (true)
        {
            var turns = random.NextDouble() < ConversationShare ? 2 + random.Next(2) : 1;
            var system = random.NextDouble() < SystemShare ? SystemMessages[random.Next(SystemMessages.Length)] : null;
            var sample = ChatSample.Build(tokenizer, system, Enumerable.Range(0, turns).Select(_ => DrawTurn(mix)).ToList());
            if (sample.Tokens.Length <= longest)
                return sample;
        }
    }

    private (string Question, string Answer) DrawTurn(SampleMix mix)
    {
        var draw = random.NextDouble();
        if (draw < mix.WordShare && _words.Count > 0)
        {
            var word = _words.Draw();
            return (QuestionRewriter.AskForDefinition(random, word.Lemma), word.Answer);
        }
        var wantsCode = draw < mix.WordShare + mix.CodeShare && _code.Count > 0;
        var entry = wantsCode || _chat.Count == 0 ? _code.Draw() : _chat.Draw();
        var question = QuestionRewriter.Reword(random, DrawWording(entry));
        return (random.NextDouble() < NoiseShare ? QuestionNoise.Add(random, question) : question, entry.Answer);
    }

    private string DrawWording(Entry entry)
    {
        while (true)
        {
            var index = random.Next(entry.Questions.Length);
            if (index != entry.HeldOut || UseHeldOut)
                return entry.Questions[index];
        }
    }
}
