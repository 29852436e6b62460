using StarterModels.Trainer.Data;
using StarterModels.Trainer.Models;
using StarterModels.Trainer.Tokenizers;
using StarterModels.Trainer.Training;

namespace StarterModels.Trainer;

/// <summary>Where everything lies, and the loading of what earlier steps left there.</summary>
/// <param name="Folder">Checkpoints, tokenizers and the models that come out.</param>
internal sealed record Workspace(string Folder, string DataFolder, string WordNetFolder, Action<string> Log)
{
    private const int TextSeed = 7;
    private const int EmbedSeed = 17;
    private const int WordLimit = 6000;
    private const int BytePairVocabulary = 6144;
    private const int WordPieceVocabulary = 8000;

    private readonly Lazy<TrainingData> _data = new(() => TrainingData.Load(DataFolder, WordNetFolder, WordLimit, Log));

    public TrainingData Data => _data.Value;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Checkpoint(string name) => PathOf(name + ".ckpt");

    /// <summary>Learned at the first use; the checkpoints belong to it.</summary>
    public BytePairTokenizer TextTokenizer()
    {
        var path = PathOf("byte-pairs.json");
        if (File.Exists(path))
            return BytePairTokenizer.Load(path);

        var tokenizer = BytePairTokenizer.Train(TokenizerCorpus(), BytePairVocabulary);
        tokenizer.Save(path);
        Log($"tokenizer: {tokenizer.VocabularySize} tokens");
        return tokenizer;
    }

    public WordPieceTokenizer EmbedTokenizer()
    {
        var path = PathOf("word-pieces.json");
        if (File.Exists(path))
            return WordPieceTokenizer.Load(path);

        var tokenizer = EmbeddingTrainer.TrainTokenizer(Data, WordPieceVocabulary);
        tokenizer.Save(path);
        return tokenizer;
    }

    public (LlamaShape Shape, MasterWeights Weights) TextModel(BytePairTokenizer tokenizer, string? checkpoint, bool moments = false)
    {
        var shape = new LlamaShape(tokenizer.VocabularySize);
        var weights = new MasterWeights(shape.Slots(), TextSeed, shape.Layers);
        if (checkpoint is not null)
            weights.Load(Checkpoint(checkpoint), moments);
        return (shape, weights);
    }

    public (BertShape Shape, MasterWeights Weights) EmbedModel(WordPieceTokenizer tokenizer, string? checkpoint)
    {
        var shape = new BertShape(tokenizer.Tokens.Count);
        var weights = new MasterWeights(shape.Slots(), EmbedSeed, shape.Layers);
        if (checkpoint is not null)
            weights.Load(Checkpoint(checkpoint), moments: false);
        return (shape, weights);
    }

    /// <summary>Texts with their weight; answers count more than questions, code more than prose.</summary>
    private IEnumerable<(string Text, int Weight)> TokenizerCorpus()
    {
        var random = new Random(3);
        foreach (var entry in Data.Entries)
        {
            foreach (var question in entry.Questions)
            {
                yield return (question, 2);
                yield return (QuestionRewriter.Reword(random, question), 2);
            }
            yield return (entry.Answer, entry.IsCode ? 6 : 4);
        }
        foreach (var word in Data.Words)
        {
            yield return (word.Answer, 1);
            yield return ($"What does {word.Lemma} mean?", 1);
        }
        foreach (var role in new[] { "system\n", "user\n", "assistant\n" })
            yield return (role, 50);
    }
}
