using StarterModels.Trainer.Data;
using StarterModels.Trainer.Samples;
using StarterModels.Trainer.Tokenizers;

namespace StarterModels.Trainer.Training;

/// <summary>Pairs of texts that belong together: two wordings, a question with its answer, a word with its meaning.</summary>
internal sealed class EmbeddingPairs(WordPieceTokenizer tokenizer, TrainingData data, Random random)
{
    private const int QuestionLimit = 64;
    private const int AnswerLimit = 110;

    private readonly Deck<Entry> _entries = new(data.Entries, random);
    private readonly Deck<Definition> _words = new(data.Words, random);

    public (List<int> Left, List<int> Right)[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => DrawPair())];

    private (List<int> Left, List<int> Right) DrawPair() => random.NextDouble() switch
    {
        < 0.25 => DrawWord(_words.Draw()),
        < 0.62 => DrawWordings(_entries.Draw()),
        _ => DrawAnswer(_entries.Draw()),
    };

    private (List<int>, List<int>) DrawWord(Definition word)
    {
        var left = random.Next(3) == 0 ? word.Lemma : QuestionRewriter.AskForDefinition(random, word.Lemma);
        var right = random.Next(2) == 0 ? word.Gloss : word.Answer;
        return (tokenizer.Encode(left, QuestionLimit), tokenizer.Encode(right, QuestionLimit));
    }

    private (List<int>, List<int>) DrawWordings(Entry entry) =>
        (tokenizer.Encode(Reword(DrawWording(entry), 1), QuestionLimit), tokenizer.Encode(Reword(DrawWording(entry), 1.3), QuestionLimit));

    private (List<int>, List<int>) DrawAnswer(Entry entry)
    {
        var answer = entry.Answer;
        if (random.NextDouble() < 0.1)
        {
            // two subjects in one text, as in a piece of a document
            var other = data.Entries[random.Next(data.Entries.Count)].Answer;
            answer = random.Next(2) == 0 ? answer + "\n" + other : other + "\n" + answer;
        }
        return (tokenizer.Encode(Reword(DrawWording(entry), 1), QuestionLimit), tokenizer.Encode(answer, AnswerLimit));
    }

    private string DrawWording(Entry entry)
    {
        while (true)
        {
            var index = random.Next(entry.Questions.Length);
            if (index != entry.HeldOut)
                return entry.Questions[index];
        }
    }

    private string Reword(string question, double strength)
    {
        var text = QuestionRewriter.Reword(random, question, strength);
        return random.NextDouble() < 0.4 ? QuestionNoise.Add(random, text) : text;
    }
}
