using System.Diagnostics;
using StarterModels.Trainer.Data;
using StarterModels.Trainer.Evaluation;
using StarterModels.Trainer.Models;
using StarterModels.Trainer.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace StarterModels.Trainer.Training;

/// <summary>Trains the sentence encoder: in a batch of pairs each left text shall find its own right text (InfoNCE), and the reverse.</summary>
internal sealed class EmbeddingTrainer(BertShape shape, MasterWeights master, WordPieceTokenizer tokenizer, TrainingData data, Action<string> log)
{
    public const double FullSeconds = 600;

    private const int PairsPerReplica = 160;
    private const double Temperature = 0.05;
    private const float PeakRate = 6e-4f;
    private const float WeightDecay = 0.02f;
    private const double WarmupSeconds = 15;
    private const double EndFactor = 0.02;
    private const double LogSeconds = 20;

    public static WordPieceTokenizer TrainTokenizer(TrainingData data, int vocabularySize)
    {
        // questions count twice
        var texts = data.Entries.SelectMany(entry => entry.Questions.Concat(entry.Questions).Append(entry.Answer));
        return WordPieceTokenizer.Train(texts.Concat(data.Words.Select(word => word.Answer)), vocabularySize);
    }

    public void Run(string checkpoint, double seconds)
    {
        var pairs = new EmbeddingPairs(tokenizer, data, new Random(11));
        var replicas = Enumerable.Range(0, ReplicaWorkers.Count).Select(_ => new BertModel(shape, ScalarType.BFloat16, trains: true)).ToArray();
        foreach (var replica in replicas)
            replica.CopyFrom(master);

        var optimizer = new AdamW(master, WeightDecay);
        var rate = new LearningRate(PeakRate, WarmupSeconds, seconds, EndFactor);
        var progress = new TrainingProgress("embed", log, LogSeconds);
        var clock = Stopwatch.StartNew();
        log($"[embed] {master.Values.Length / 1e6:f2}M parameters, {seconds:f0} s");
        while (clock.Elapsed.TotalSeconds is var elapsed && elapsed < seconds)
        {
            var drawn = replicas.Select(_ => pairs.Draw(PairsPerReplica)).ToArray();
            var loss = ReplicaWorkers.Run(replica => Backward(replicas[replica], drawn[replica]));
            var norm = optimizer.Update(replicas, rate.At(elapsed));
            progress.Add(clock.Elapsed.TotalSeconds, master.Step, loss, norm, rate.At(elapsed), PairsPerReplica * replicas.Length, "pairs");
        }
        master.Save(checkpoint);
        progress.Finish(clock.Elapsed.TotalSeconds, "pairs");
        log("[embed] " + EmbeddingScore.Summarize(replicas[0], tokenizer, data.Entries));
        foreach (var replica in replicas)
            replica.Dispose();
    }

    private static double Backward(BertModel model, (List<int> Left, List<int> Right)[] pairs)
    {
        var left = model.Encode([.. pairs.Select(pair => pair.Left)]);
        var right = model.Encode([.. pairs.Select(pair => pair.Right)]);
        var similarity = mm(left, right.t()) / Temperature;
        var own = arange(pairs.Length, dtype: ScalarType.Int64);
        var bothWays = nn.functional.cross_entropy(similarity, own) + nn.functional.cross_entropy(similarity.t(), own);
        var loss = bothWays / (2 * ReplicaWorkers.Count);
        loss.backward();
        return loss.ToSingle();
    }
}
