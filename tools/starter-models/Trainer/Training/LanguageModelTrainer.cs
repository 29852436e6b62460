using System.Diagnostics;
using StarterModels.Trainer.Data;
using StarterModels.Trainer.Evaluation;
using StarterModels.Trainer.Models;
using StarterModels.Trainer.Samples;
using StarterModels.Trainer.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace StarterModels.Trainer.Training;

/// <summary>Trains one of the two text models through one phase.</summary>
internal sealed class LanguageModelTrainer(
    LlamaShape shape, MasterWeights master, BytePairTokenizer tokenizer, TrainingData data, string workFolder, Action<string> log)
{
    private const float WeightDecay = 0.05f;
    private const double EndFactor = 0.03;
    private const int TokensPerReplica = 3072;
    private const int SamplesPerRefill = 1500;
    private const double LogSeconds = 20;
    private const double SaveSeconds = 180;
    private const double EvaluateSeconds = 240;

    private readonly Queue<ChatBatch> _batches = [];

    /// <summary>Leaves the checkpoint NAME.ckpt in the work folder.</summary>
    public void Run(Phase phase, double seconds)
    {
        // a phase that goes on from another shall not draw the same samples again
        var random = new Random(99 + (int)master.Step);
        var sampler = new ChatSampler(tokenizer, data, new Random(1234 + (int)master.Step), shape.Context)
        {
            NoiseShare = phase.Noise,
            UseHeldOut = phase.UseHeldOut,
        };
        var replicas = Enumerable.Range(0, ReplicaWorkers.Count).Select(_ => new LlamaModel(shape, ScalarType.BFloat16, trains: true)).ToArray();
        foreach (var replica in replicas)
            replica.CopyFrom(master);

        var optimizer = new AdamW(master, WeightDecay);
        var rate = new LearningRate(phase.PeakRate, phase.WarmupSeconds, seconds, EndFactor);
        var progress = new TrainingProgress(phase.Name, log, LogSeconds);
        var checkpoint = Path.Combine(workFolder, phase.Name + ".ckpt");
        var (saved, evaluated) = (0.0, 0.0);
        var clock = Stopwatch.StartNew();
        log($"[{phase.Name}] {master.Values.Length / 1e6:f2}M parameters, {seconds:f0} s, peak rate {phase.PeakRate:e1}");
        while (clock.Elapsed.TotalSeconds is var elapsed && elapsed < seconds)
        {
            var learningRate = rate.At(elapsed);
            var (loss, tokens) = TrainStep(replicas, sampler, phase.Mix(elapsed / seconds), random);
            var norm = optimizer.Update(replicas, learningRate);
            progress.Add(clock.Elapsed.TotalSeconds, master.Step, loss, norm, learningRate, tokens, sampler.Passes);
            if (elapsed - saved > SaveSeconds)
            {
                saved = elapsed;
                master.Save(checkpoint);
            }
            if (elapsed - evaluated > EvaluateSeconds)
            {
                evaluated = elapsed;
                log($"[{phase.Name}] " + LanguageModelScore.Summarize(replicas[0], tokenizer, data, 400));
            }
        }
        master.Save(checkpoint);
        progress.Finish(clock.Elapsed.TotalSeconds, sampler.Passes);
        var limit = seconds >= EvaluateSeconds ? int.MaxValue : 60;
        log($"[{phase.Name}] {(phase.UseHeldOut ? "(held-out wordings were trained on) " : "")}"
            + LanguageModelScore.Summarize(replicas[0], tokenizer, data, limit));
        foreach (var replica in replicas)
            replica.Dispose();
    }

    private (double Loss, long Tokens) TrainStep(LlamaModel[] replicas, ChatSampler sampler, SampleMix mix, Random random)
    {
        while (_batches.Count < replicas.Length)
        {
            foreach (var batch in ChatBatch.Pack(Enumerable.Range(0, SamplesPerRefill).Select(_ => sampler.Next(mix)), TokensPerReplica, random))
                _batches.Enqueue(batch);
        }
        var jobs = replicas.Select(_ => _batches.Dequeue()).ToArray();
        var targets = (float)jobs.Sum(job => job.Targets.Length);
        var loss = ReplicaWorkers.Run(replica =>
        {
            var job = jobs[replica];
            var logits = replicas[replica].Logits(tensor(job.Tokens, [job.Rows, job.Length]), tensor(job.Picked));
            var mean = nn.functional.cross_entropy(logits, tensor(job.Targets), reduction: nn.Reduction.Sum) / targets;
            mean.backward();
            return mean.ToSingle();
        });
        return (loss, jobs.Sum(job => (long)job.Tokens.Length));
    }
}
