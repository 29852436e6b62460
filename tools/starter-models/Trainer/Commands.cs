using System.Text.Json;
using StarterModels.Trainer.Data;
using StarterModels.Trainer.Evaluation;
using StarterModels.Trainer.Export;
using StarterModels.Trainer.Models;
using StarterModels.Trainer.Tokenizers;
using StarterModels.Trainer.Training;

namespace StarterModels.Trainer;

internal enum StarterKind
{
    Chat,
    Code,
    Embed,
}

/// <summary>The steps of making the models. Each reads what earlier ones left in the work folder.</summary>
internal sealed class Commands(Workspace workspace)
{
    private const double ShortestPhase = 10;

    public void All(CommandLine line)
    {
        var scale = line.Number("scale", 1);
        foreach (var phase in Phase.All)
            Train(phase, phase.From, Math.Max(ShortestPhase, phase.Seconds * scale));
        TrainEmbed(Math.Max(ShortestPhase, EmbeddingTrainer.FullSeconds * scale));
        Export(StarterKind.Chat, "polish", workspace.PathOf("starter-chat.gguf"), TensorType.Q8_0);
        Export(StarterKind.Code, "code-polish", workspace.PathOf("starter-code.gguf"), TensorType.Q8_0);
        Export(StarterKind.Embed, "embed", workspace.PathOf("starter-embed.gguf"), TensorType.Q8_0);
    }

    public void Train(CommandLine line)
    {
        var phase = Phase.Find(line.Required("phase"));
        var from = line.Text("from", phase.From ?? "");
        Train(phase, from.Length == 0 ? null : from, line.Number("seconds", phase.Seconds));
    }

    public void Embed(CommandLine line) => TrainEmbed(line.Number("seconds", EmbeddingTrainer.FullSeconds));

    public void Export(CommandLine line) => Export(
        line.Choice("kind", StarterKind.Chat), line.Required("checkpoint"), line.Required("to"), line.Choice("type", TensorType.Q8_0));

    public void References(CommandLine line)
    {
        var type = line.Choice("type", TensorType.F32);
        var (kind, checkpoint, path) = (line.Choice("kind", StarterKind.Chat), line.Required("checkpoint"), line.Required("to"));
        if (kind == StarterKind.Embed)
        {
            var wordPieces = workspace.EmbedTokenizer();
            var (bert, bertWeights) = workspace.EmbedModel(wordPieces, checkpoint);
            ReferenceOutputs.WriteVectors(path, bert, bertWeights, wordPieces);
            return;
        }
        var tokenizer = workspace.TextTokenizer();
        var (shape, weights) = workspace.TextModel(tokenizer, checkpoint);
        ReferenceOutputs.WriteLogits(path, shape, weights, tokenizer, type);
    }

    public void TokenReferences(CommandLine line) =>
        ReferenceOutputs.WriteTokens(line.Required("to"), workspace.TextTokenizer(), workspace.Data);

    public void HeldOut(CommandLine line)
    {
        var folder = Directory.CreateDirectory(line.Required("to")).FullName;
        Write("chat", workspace.Data.Chat);
        Write("code", workspace.Data.Code);

        void Write(string name, IEnumerable<Entry> entries) => File.WriteAllLines(
            Path.Combine(folder, $"held-out-{name}.jsonl"),
            LanguageModelScore.HeldOut(entries).Select(turn => JsonSerializer.Serialize(new { q = turn.Question, a = turn.Answer })));
    }

    public void Show()
    {
        var random = new Random(1);
        var data = workspace.Data;
        foreach (var group in data.Entries.GroupBy(entry => entry.Tag).OrderByDescending(group => group.Count()))
            workspace.Log($"{group.Key}: {group.Count()} entries, {group.Average(entry => entry.Questions.Length):f1} wordings each");
        for (var sample = 0; sample < 20; sample++)
        {
            var question = data.Entries[random.Next(data.Entries.Count)].Questions[0];
            workspace.Log($"{question} -> {QuestionNoise.Add(random, QuestionRewriter.Reword(random, question))}");
            var word = data.Words[random.Next(data.Words.Count)];
            workspace.Log($"{QuestionRewriter.AskForDefinition(random, word.Lemma)} -> {word.Answer}");
        }
    }

    private void Train(Phase phase, string? from, double seconds)
    {
        var tokenizer = workspace.TextTokenizer();
        var (shape, weights) = workspace.TextModel(tokenizer, from, phase.KeepMoments);
        new LanguageModelTrainer(shape, weights, tokenizer, workspace.Data, workspace.Folder, workspace.Log).Run(phase, seconds);
    }

    private void TrainEmbed(double seconds)
    {
        var tokenizer = workspace.EmbedTokenizer();
        var (shape, weights) = workspace.EmbedModel(tokenizer, checkpoint: null);
        new EmbeddingTrainer(shape, weights, tokenizer, workspace.Data, workspace.Log).Run(workspace.Checkpoint("embed"), seconds);
    }

    private void Export(StarterKind kind, string checkpoint, string path, TensorType type)
    {
        if (kind == StarterKind.Embed)
        {
            var wordPieces = workspace.EmbedTokenizer();
            var (bert, bertWeights) = workspace.EmbedModel(wordPieces, checkpoint);
            BertExport.Write(path, bert, bertWeights, wordPieces, type);
        }
        else
        {
            var tokenizer = workspace.TextTokenizer();
            var (shape, weights) = workspace.TextModel(tokenizer, checkpoint);
            LlamaExport.Write(path, shape, weights, tokenizer, kind == StarterKind.Code ? ModelMetadata.Code : ModelMetadata.Chat, type);
        }
        workspace.Log($"exported {path}: {type}, {new FileInfo(path).Length} bytes");
    }
}
